using AotSse.Server.Configuration;

namespace AotSse.Server.Listening;

/// <summary>Where the certificate and its key are.</summary>
/// <param name="Certificate">PEM: the certificate, then those that lead to the root.</param>
/// <param name="Key">PEM, not encrypted.</param>
internal sealed record TlsFiles(string Certificate, string Key)
{
    /// <exception cref="SettingException">There is a key without a certificate.</exception>
    public static TlsFiles? Parse(SettingText certificate, SettingText key)
    {
        var keyFile = key.OrNull();
        if (certificate.OrNull() is { } file) return new TlsFiles(file, keyFile ?? file);
        return keyFile is null ? null : throw new SettingException($"{key.Source} needs the certificate of the key too: name its file with {Setting.TlsCertificate.Option}");
    }
}
