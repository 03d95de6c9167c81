using AotSse.Hosting;
using AotSse.Server.Configuration;
using AotSse.Server.Listening;
using AotSse.Server.Streams;

namespace AotSse.Server.Access;

/// <summary>
/// Lets subscribers in who may read all topics they ask for: by a ticket, or by a JWT in the Authorization header, the query or a cookie. A wrong one is never
/// overlooked, even where none is needed. Answers do not tell which topics exist: they are given before anybody looks.
/// </summary>
/// <param name="settings">What subscribers must show.</param>
/// <param name="jwt">Judges JWTs, if there are keys for them.</param>
/// <param name="tickets">The tickets given out.</param>
/// <param name="hub">Knows whether the app drains.</param>
internal sealed class SubscriberGuard(SubscriberSettings settings, JwtJudge? jwt, TicketStore tickets, EventStreamHub hub)
{
    private const string TokenParameter = "token";
    private const string TicketParameter = "ticket";

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (Listener.IsControl(context) || !IsOfStream(context)) return next(context);
        if (settings.AreAnonymousAllowed && !request.QueryString.HasValue) return next(context);

        // Whom a draining app sends away gets no event, and must keep its ticket.
        if (hub.IsDraining) return next(context);
        if (request.Query[TicketParameter] is [{ } ticket]) return CheckTicketAsync(context, ticket, next);
        if (settings.AreAnonymousAllowed) return next(context);
        if (OpenSsl.IsSupported && jwt is not null && Token(request) is { } token) return CheckTokenAsync(context, jwt, token, next);
        return Bearer.ChallengeAsync(context, null, jwt is null
            ? "This stream wants a ticket: get one by POST /tickets on the control listener and send it as ?ticket=."
            : "This stream wants a JWT, as 'Authorization: Bearer <token>', by cookie or as ?token=, or a ticket as ?ticket=.");
    }

    /// <summary>Routing takes the letters of a path in any case, so this must too; and what it has found to be a stream is one, however its path is written.</summary>
    private static bool IsOfStream(HttpContext context) =>
        context.Request.Path.StartsWithSegments(HelloStream.Route, StringComparison.OrdinalIgnoreCase)
        || context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: HelloStream.Route or TopicStream.Route };

    private Task CheckTicketAsync(HttpContext context, string ticket, RequestDelegate next)
    {
        if (tickets.Find(ticket) is not { } rights) return WrongTicketAsync(context);
        if (!Cover(rights, context.Request)) return Bearer.RefuseAsync(context, "The ticket does not allow all of the topics asked for.");

        // HEAD is a question, not yet the stream.
        if (HttpMethods.IsGet(context.Request.Method) && !tickets.TryUse(ticket)) return WrongTicketAsync(context);
        return next(context);
    }

    private static Task WrongTicketAsync(HttpContext context) => Bearer.ChallengeAsync(context, "invalid_token", "The ticket is unknown, used or expired: get a new one for each connection.");

    private static async Task CheckTokenAsync(HttpContext context, JwtJudge jwt, string token, RequestDelegate next)
    {
        var verdict = await jwt.JudgeAsync(token);
        if (verdict.Rights is null)
        {
            await Bearer.ChallengeAsync(context, "invalid_token", verdict.Error!);
            return;
        }

        if (!Cover(verdict.Rights, context.Request))
        {
            await Bearer.RefuseAsync(context, "The token's claim 'aotsse' does not allow all of the topics asked for.");
            return;
        }

        if (verdict.Expires is { } end) context.EndEventStreamAt(end);
        await next(context);
    }

    /// <summary>The most deliberate comes first: a cookie is sent with every request.</summary>
    private string? Token(HttpRequest request) =>
        Bearer.Token(request) ?? (request.Query[TokenParameter] is [{ Length: > 0 } token] ? token : request.Cookies[settings.Cookie]);

    /// <summary>The topic of the path and all of the query. The stream without topics carries nobody's data.</summary>
    private static bool Cover(TopicRights rights, HttpRequest request)
    {
        if (new RequestBinder(request.HttpContext).Route("topic") is { } topic && !rights.Cover(topic)) return false;
        foreach (var wanted in request.Query["topic"])
            if (!rights.Cover(wanted)) return false;
        return true;
    }
}
