using AotSse.Server.Access;
using AotSse.Server.Listening;

namespace AotSse.Server.Configuration;

/// <summary>The settings in force, checked.</summary>
/// <param name="Public">Where subscribers connect: at least one address.</param>
/// <param name="Control">Where publishers connect; none when publishing is off.</param>
/// <param name="Tls">The certificate, if there is one.</param>
/// <param name="Keys">The keys of publishers; none when they need none.</param>
/// <param name="Subscribers">What subscribers must show.</param>
/// <param name="AllowedOrigins">Origins, normalised; empty for the default.</param>
/// <param name="AllowedHosts">Further names of loopback listeners.</param>
/// <param name="Engine">The options of the library.</param>
/// <param name="RabbitMq">The broker behind the topics, if there is one.</param>
/// <param name="Notes">What to tell the user at the start: one line each.</param>
internal sealed record Settings(
    IReadOnlyList<ListenAddress> Public,
    ListenAddress? Control,
    TlsFiles? Tls,
    ControlKeys? Keys,
    SubscriberSettings Subscribers,
    IReadOnlyList<string> AllowedOrigins,
    IReadOnlyList<string> AllowedHosts,
    EventStreamOptions Engine,
    BrokerSettings? RabbitMq,
    IReadOnlyList<string> Notes)
{
    /// <summary>Reads all settings.</summary>
    /// <param name="optionValue">The value given on the command line, if any.</param>
    /// <exception cref="SettingException">A value is wrong.</exception>
    public static Settings Read(Func<Setting, string?> optionValue)
    {
        var notes = new List<string>();
        var tls = TlsFiles.Parse(Text(Setting.TlsCertificate), Text(Setting.TlsKey));
        var keys = ControlKeys.Parse(Text(Setting.Key));
        var inherited = SystemdSockets.Read();
        // An inherited port has no URL that says so: with a certificate it speaks TLS, as one of our own does.
        var open = new List<ListenAddress>();
        foreach (var socket in inherited)
            if (!socket.IsControl) open.Add(socket.Address with { IsTls = tls is not null && socket.Address.SocketFile is null });
        if (open.Count == 0) open = PublicAddresses.Parse(Text(Setting.Port), Text(Setting.Urls), tls is not null, notes);
        var control = inherited.Find(static socket => socket.IsControl)?.Address ?? ControlAddress.Parse(Text(Setting.Control), tls is not null);
        if (control is not null && keys is null) ControlAddress.RequireLocal(control);
        var engine = new EventStreamOptions();
        EngineSettings.Read(Text, engine);
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
            if (IsMistaken(name)) notes.Add($"{SettingText.OneLine(name)} is no setting and does nothing; see aotsse --help");
        return new Settings(
            open,
            control,
            tls,
            keys,
            SubscriberSettings.Parse(Text),
            ParseOrigins(Text(Setting.AllowedOrigins)),
            Text(Setting.AllowedHosts).List(),
            engine,
            BrokerSettings.Parse(Text),
            notes);

        SettingText Text(Setting setting)
        {
            if (optionValue(setting) is { } option) return new(option, setting.Option, IsGiven: true);
            return Environment.GetEnvironmentVariable(setting.Variable) is { } variable ? new(variable, setting.Variable, IsGiven: true) : new(setting.Default, setting.Variable, IsGiven: false);
        }
    }

    /// <summary>What looks like a lock must not turn out to be none for a letter. Variables that Kubernetes makes for a service of this name are no mistakes.</summary>
    private static bool IsMistaken(string variable) =>
        variable.StartsWith("AOTSSE_", StringComparison.Ordinal)
        && !Setting.All.Any(setting => setting.Variable == variable)
        && !variable.Contains("_PORT", StringComparison.Ordinal) && !variable.Contains("_SERVICE_", StringComparison.Ordinal);

    private static List<string> ParseOrigins(SettingText text)
    {
        var origins = new List<string>();
        foreach (var part in text.List())
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || part.EndsWith('/'))
                throw (text with { Value = part }).Wrong("is no origin: use scheme, host and port, such as https://example.com");
            origins.Add(uri.GetLeftPart(UriPartial.Authority));
        }

        return origins;
    }
}
