using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>JSON Web Tokens and keys made by hand (RFC 7515, 7517, 7519), so that the server's library is not checked by itself.</summary>
internal static class Jwt
{
    public const string SharedKey = "0123456789abcdef0123456789abcdef";

    public static string Hs256(JsonObject claims, string key = SharedKey, JsonObject? header = null) =>
        Sign("HS256", null, claims, bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), bytes), header);

    public static string Rs256(JsonObject claims, RSA key, string keyId) =>
        Sign("RS256", keyId, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Es256(JsonObject claims, ECDsa key, string keyId) =>
        Sign("ES256", keyId, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256));

    public static string Unsigned(JsonObject claims) => Sign("none", null, claims, _ => []);

    public static JsonObject Claims(params string[] topics) => new()
    {
        ["aotsse"] = new JsonArray([.. topics.Select(topic => (JsonNode)topic)]),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    public static string KeySet(params JsonObject[] keys) => new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();

    public static JsonObject Public(RSA key, string keyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = keyId, ["n"] = Encode(parameters.Modulus!), ["e"] = Encode(parameters.Exponent!) };
    }

    public static JsonObject Public(ECDsa key, string keyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "EC", ["crv"] = $"P-{key.KeySize}", ["use"] = "sig", ["kid"] = keyId, ["x"] = Encode(parameters.Q.X!), ["y"] = Encode(parameters.Q.Y!) };
    }

    private static string Sign(string algorithm, string? keyId, JsonObject claims, Func<byte[], byte[]> sign, JsonObject? header = null)
    {
        header ??= [];
        header["alg"] = algorithm;
        header["typ"] = "JWT";
        if (keyId is not null)
            header["kid"] = keyId;
        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
