using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A certificate for localhost by an authority of its own, as PEM files in a folder that goes with it.</summary>
internal sealed class TestCertificate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aotsse-tls-");

    public TestCertificate() => Renew();

    public string CertificateFile => Path.Combine(_folder.FullName, "tls.crt");

    public string KeyFile => Path.Combine(_folder.FullName, "tls.key");

    /// <summary>What a client must trust.</summary>
    public string AuthorityFile => Path.Combine(_folder.FullName, "ca.crt");

    /// <summary>Writes a new certificate of a new authority: root, intermediate, leaf.</summary>
    public void Renew()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(20));
        using var root = Request("CN=Test root", rootKey, isAuthority: true).CreateSelfSigned(from, to);
        using var middleCertificate = Request("CN=Test intermediate", middleKey, isAuthority: true).Create(root, from, to.AddMinutes(-1), [1]);
        using var middle = middleCertificate.CopyWithPrivateKey(middleKey);
        var request = Request("CN=localhost", leafKey, isAuthority: false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(middle, from, to.AddMinutes(-2), [2]);

        File.WriteAllText(AuthorityFile, root.ExportCertificatePem());
        File.WriteAllText(KeyFile, leafKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, $"{leaf.ExportCertificatePem()}\n{middle.ExportCertificatePem()}\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request;
    }
}
