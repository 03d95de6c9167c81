using System.Globalization;
using AotSse.Server.Configuration;
using AotSse.Server.Listening;

namespace AotSse.Server.Page;

/// <summary><c>GET /</c> of both listeners: the live page to browsers, a greeting to everybody else.</summary>
internal sealed class FrontPage
{
    private readonly Lazy<PageDocument> _public;
    private readonly Lazy<PageDocument> _control;

    /// <param name="settings">What the page has to know of the server.</param>
    /// <param name="publicAddress">Where subscribers connect. Asked at the first request: a free port is known only then.</param>
    public FrontPage(Settings settings, Func<ListenAddress> publicAddress)
    {
        _public = new(() => Document("public"));
        _control = new(() => Document("control"));

        PageDocument Document(string listener) => new(
        [
            ("listener", listener),
            ("key", settings.Keys is null ? "none" : "wanted"),
            ("token", settings.Subscribers.AreAnonymousAllowed ? "none" : "wanted"),
            ("heartbeat", settings.Engine.Heartbeat.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
            ("public", publicAddress() is { SocketFile: null } address ? $"{(address.IsTls ? "https" : "http")}:{address.Port}" : ""),
        ]);
    }

    public Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept";
        if (!Preference.IsHtml(context.Request.Headers.Accept)) return PlainText.WriteAsync(context, "hello!"u8);
        return (Listener.IsControl(context) ? _control : _public).Value.WriteAsync(context);
    }
}
