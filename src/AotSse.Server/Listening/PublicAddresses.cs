using AotSse.Server.Configuration;

namespace AotSse.Server.Listening;

/// <summary>Where subscribers connect: a port on all interfaces, or the URLs that ASP.NET Core knows. A port that was given wins, since platforms set it.</summary>
internal static class PublicAddresses
{
    private const string Remedy = "is no address: use URLs such as http://*:4000, https://*:4443, http://127.0.0.1:4000 or http://unix:<file>";

    /// <exception cref="SettingException">An address is wrong, or speaks TLS and there is no certificate.</exception>
    public static List<ListenAddress> Parse(SettingText port, SettingText urls, bool hasCertificate, List<string> notes)
    {
        var number = port.Number(0, ushort.MaxValue, "is no port: use a number from 0 to 65535");
        var parts = urls.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > 0 && port.IsGiven) notes.Add($"{urls.Source} is not used, because {port.Source} is given");
        if (parts.Length == 0 || port.IsGiven) return [new ListenAddress(null, number, hasCertificate)];

        var addresses = new List<ListenAddress>();
        foreach (var part in parts)
        {
            var text = urls with { Value = part };
            var address = ListenAddress.Parse(text, Remedy);
            if (address.IsTls && !hasCertificate) throw text.Wrong($"needs a certificate: name its file with {Setting.TlsCertificate.Option}");
            addresses.Add(address);
        }

        return addresses;
    }
}
