using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AotSse.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AotSse.Server.Listening;

/// <summary>The certificate of the TLS listeners, read again when its files change: renewing one needs no restart. Nothing of TLS is touched without one.</summary>
internal sealed class TlsCertificate
{
    private readonly Reloaded<SslStreamCertificateContext> _context;

    private TlsCertificate(Reloaded<SslStreamCertificateContext> context) => _context = context;

    /// <summary>Loads the certificate.</summary>
    /// <exception cref="SettingException">The files are no certificate and its key.</exception>
    public static TlsCertificate Load(TlsFiles files, TimeProvider time)
    {
        try
        {
            return new TlsCertificate(new Reloaded<SslStreamCertificateContext>([files.Certificate, files.Key], () => Read(files), time));
        }
        catch (Exception wrong) when (Reloaded.IsFileError(wrong))
        {
            throw new SettingException($"{Setting.TlsCertificate.Variable}: no certificate and key in {files.Certificate} and {files.Key}: {SettingText.OneLine(wrong.Message)}");
        }
    }

    /// <summary>Speaks TLS on a listener, with HTTP/2 for who asks for it.</summary>
    public void Use(ListenOptions listener)
    {
        var logger = new Lazy<ILogger>(() => listener.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<TlsCertificate>());
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(new SslServerAuthenticationOptions { ServerCertificateContext = _context.Value(logger) }),
        });
    }

    private static SslStreamCertificateContext Read(TlsFiles files)
    {
        var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);

        // Offline: what a client needs stands in the file, and a handshake must not wait for somebody else's server.
        return chain.Count > 0 ? SslStreamCertificateContext.Create(certificate, chain, offline: true) : throw new CryptographicException("There is no certificate.");
    }
}
