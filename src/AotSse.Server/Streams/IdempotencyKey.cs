using System.Text;
using AotSse.Wire;

namespace AotSse.Server.Streams;

/// <summary>
/// The <c>Idempotency-Key</c> of a request (draft-ietf-httpapi-idempotency-key-header): a string of RFC 9651, in quotes. Without quotes it is taken as it
/// stands, as most senders write it; both forms of a key are the same key.
/// </summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    /// <summary>Reads the header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key, or none.</param>
    /// <returns><see langword="false"/> when there is something that is no key.</returns>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = null;
        var values = request.Headers[Header];
        if (values.Count == 0) return true;

        key = values is [{ } value] ? Unquote(value.Trim()) : null;
        return FieldRules.IsValid(key);
    }

    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"')) return value;
        var text = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"') return i == value.Length - 1 ? text.ToString() : null;
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('"' or '\\'))) return null;
            text.Append(value[i]);
        }

        return null;
    }
}
