using AotSse.Server.Configuration;

namespace AotSse.Server.Listening;

/// <summary>Where publishers connect. Who reaches the control listener may publish, unless it asks for a key.</summary>
internal static class ControlAddress
{
    private const string Remedy = "is no control address: use http://127.0.0.1:<port> or unix:<file>, or nothing to turn it off";

    /// <returns><see langword="null"/> for an empty text, which turns the listener off.</returns>
    /// <exception cref="SettingException">The text is no address, or speaks TLS and there is no certificate.</exception>
    public static ListenAddress? Parse(SettingText text, bool hasCertificate)
    {
        if (text.Value.Length == 0) return null;
        var address = ListenAddress.Parse(text, Remedy);
        return address.IsTls && !hasCertificate ? throw text.Wrong($"needs a certificate: name its file with {Setting.TlsCertificate.Option}") : address;
    }

    /// <exception cref="SettingException">Other machines can reach the address.</exception>
    public static void RequireLocal(ListenAddress address)
    {
        if (address.IsLocal) return;
        throw new SettingException(
            $"the control address {(address.EndPoint is null ? $"*:{address.Port}" : address.EndPoint)} is open to other machines, which could all publish: set {Setting.Key.Variable}, or use a loopback address or unix:<file> for {Setting.Control.Option}");
    }
}
