using System.Text;
using System.Text.Json;
using AotSse.Server.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AotSse.Server.Access;

/// <summary>Judges JWTs (RFC 7519) of subscribers. Made only when there are keys: the library behind it costs a start some milliseconds. Thread-safe.</summary>
internal sealed class JwtJudge
{
    private const string TopicsClaim = "aotsse";

    /// <summary>More than any sensible token, far less than what would be work to look at.</summary>
    private const int MaxTokenBytes = 16 * 1024;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenBytes };
    private readonly JwtSettings _settings;
    private readonly TimeProvider _time;
    private readonly Reloaded<TokenValidationParameters> _parameters;
    private readonly Lazy<ILogger> _logger;

    /// <exception cref="SettingException">The file of keys cannot be used.</exception>
    public JwtJudge(JwtSettings settings, TimeProvider time, Lazy<ILogger> logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        try
        {
            _parameters = new Reloaded<TokenValidationParameters>(settings.JwksFile is { } file ? [file] : [], Parameters, time);
        }
        catch (Exception wrong) when (Reloaded.IsFileError(wrong))
        {
            throw new SettingException($"{Setting.Jwks.Variable}: no JSON Web Key Set in {settings.JwksFile}: {SettingText.OneLine(wrong.Message)}");
        }
    }

    /// <summary>Judges one token.</summary>
    public async ValueTask<JwtVerdict> JudgeAsync(string token)
    {
        if (token.Length > MaxTokenBytes) return new JwtVerdict(null, null, $"The token is longer than {MaxTokenBytes} bytes.");
        var result = await _handler.ValidateTokenAsync(token, _parameters.Value(_logger));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt) return new JwtVerdict(null, null, Explain(result.Exception));

        // RFC 7515, section 4.1.11: who does not know what is critical must refuse. The library overlooks it.
        using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedHeader));
        if (header.RootElement.TryGetProperty("crit"u8, out _)) return new JwtVerdict(null, null, "The token's header 'crit' asks for what this server does not know.");

        var topics = jwt.Claims.Where(static claim => claim.Type == TopicsClaim).Select(static claim => claim.Value).ToArray();
        return new JwtVerdict(new TopicRights(topics), jwt.ValidTo > DateTime.MinValue ? new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero) : null, null);
    }

    private TokenValidationParameters Parameters()
    {
        var keys = new List<SecurityKey>();
        if (_settings.Key is { } shared) keys.Add(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(shared)));
        if (_settings.JwksFile is { } file) keys.AddRange(KeysOf(File.ReadAllText(file)));
        return new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            ValidateIssuer = _settings.Issuers.Count > 0,
            ValidIssuers = _settings.Issuers,
            ValidateAudience = _settings.Audiences.Count > 0,
            ValidAudiences = _settings.Audiences,

            // A token without an end is its issuer's choice. Only the beginning knows a tolerance: the stream ends at the end in any case.
            RequireExpirationTime = false,
            LifetimeValidator = (begin, end, _, _) =>
            {
                var now = _time.GetUtcNow().UtcDateTime;
                if (end <= now) throw new SecurityTokenExpiredException();
                if (begin > now + _settings.Skew) throw new SecurityTokenNotYetValidException();
                return true;
            },
        };
    }

    private static SecurityKey[] KeysOf(string json)
    {
        // ES256 is P-256 alone (RFC 7518, section 3.4); the library would take longer curves too.
        var keys = Read(json).GetSigningKeys().Where(static key => key is not ECDsaSecurityKey { KeySize: not 256 }).ToArray();
        return keys.Length > 0 ? keys : throw new ArgumentException("It holds no key for RS256 or ES256.");
    }

    /// <summary>Says what is wrong with the text: the library hides it, lest a secret come into a log.</summary>
    private static JsonWebKeySet Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } set && set.TryGetProperty("keys"u8, out var keys) && keys.ValueKind == JsonValueKind.Array)
                return new JsonWebKeySet(json);
        }
        catch (JsonException wrong)
        {
            throw new ArgumentException($"It is no JSON: {wrong.Message}", wrong);
        }

        throw new ArgumentException("It is no object with an array 'keys' (RFC 7517, section 5).");
    }

    /// <summary>Enough for who made the token, nothing for who tries tokens.</summary>
    private static string Explain(Exception? error) => error switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not accepted.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "The token's signature cannot be verified.",
        SecurityTokenInvalidAlgorithmException => "The token's algorithm is not accepted: use HS256, RS256 or ES256.",
        _ => "The token is no valid JWT.",
    };
}
