using System.Text;
using AotSse.Server.Configuration;

namespace AotSse.Server.Access;

/// <summary>What subscribers must show.</summary>
/// <param name="Jwt">How JWTs are judged; none when there is no key for them.</param>
/// <param name="Cookie">The cookie that may carry one.</param>
/// <param name="AreAnonymousAllowed">Whether subscribers need to show nothing.</param>
internal sealed record SubscriberSettings(JwtSettings? Jwt, string Cookie, bool AreAnonymousAllowed)
{
    /// <summary>RFC 7518, section 3.2: a key for HS256 is at least as long as its hash.</summary>
    private const int LeastKeyBytes = 32;

    /// <exception cref="SettingException">A value is wrong, or promises a protection that is not there.</exception>
    public static SubscriberSettings Parse(Func<Setting, SettingText> text)
    {
        var key = text(Setting.JwtKey);
        if (key.OrNull() is { } secret && Encoding.UTF8.GetByteCount(secret) < LeastKeyBytes)
            throw new SettingException($"{key.Source}: the key has fewer than {LeastKeyBytes} bytes, too few for HS256 (RFC 7518, section 3.2): make one with 'openssl rand -hex 32'");

        var jwks = text(Setting.Jwks).OrNull();
        var skew = TimeSpan.FromSeconds(text(Setting.JwtSkew).Number(0, 300, "is no tolerance: use 0 to 300 seconds"));
        JwtSettings? jwt = null;
        if (key.OrNull() is not null || jwks is not null) jwt = new JwtSettings(key.OrNull(), jwks, List(Setting.JwtIssuer), List(Setting.JwtAudience), skew);
        else if ((text(Setting.JwtIssuer) is { IsGiven: true } idle ? idle : text(Setting.JwtAudience)) is { IsGiven: true, Source: var source })
            throw new SettingException($"{source} does nothing without {Setting.JwtKey.Variable} or {Setting.Jwks.Variable}");

        return new SubscriberSettings(jwt, ParseCookie(text(Setting.JwtCookie)), ParseAnonymous(text(Setting.Anonymous), jwt is not null));

        string[] List(Setting setting)
        {
            text(setting).OrNull();
            return text(setting).List();
        }
    }

    private static string ParseCookie(SettingText text) =>
        IsToken(text.Value) ? text.Value
        : throw text.Wrong("is no name of a cookie: use letters, digits, '-', '_' and '.'");

    private static bool IsToken(string name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        return name.Length > 0;
    }

    private static bool ParseAnonymous(SettingText text, bool hasJwt) => text.Value switch
    {
        "" => !hasJwt,
        "false" => false,
        "true" when hasJwt => throw new SettingException($"{text.Source} opens what {Setting.JwtKey.Variable} or {Setting.Jwks.Variable} closes: set one of them only"),
        "true" => true,
        _ => throw text.Wrong("is neither true nor false"),
    };
}

/// <summary>How JWTs are judged.</summary>
/// <param name="Key">The shared key for HS256.</param>
/// <param name="JwksFile">A file of keys for RS256 and ES256.</param>
/// <param name="Issuers">Issuers that are taken; empty for any.</param>
/// <param name="Audiences">Audiences of which one must be named; empty for any.</param>
/// <param name="Skew">By how much an issuer's clock may be ahead.</param>
internal sealed record JwtSettings(string? Key, string? JwksFile, IReadOnlyList<string> Issuers, IReadOnlyList<string> Audiences, TimeSpan Skew);
