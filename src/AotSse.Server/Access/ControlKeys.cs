using System.Security.Cryptography;
using System.Text;
using AotSse.Server.Configuration;

namespace AotSse.Server.Access;

/// <summary>The keys of publishers, any of which opens the control listener: while one takes the place of another both hold.</summary>
internal sealed class ControlKeys
{
    private readonly byte[][] _keys;

    private ControlKeys(byte[][] keys) => _keys = keys;

    /// <returns><see langword="null"/> when publishers need no key.</returns>
    /// <exception cref="SettingException">A key is empty or cannot stand in a header.</exception>
    public static ControlKeys? Parse(SettingText text)
    {
        if (text.OrNull() is not { } value) return null;
        var keys = value.Split(',', StringSplitOptions.TrimEntries);
        foreach (var key in keys)
        {
            // The message must not show it.
            if (key.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
                throw new SettingException($"{text.Source}: each key is one or more visible ASCII characters without spaces; separate several by a comma");
        }

        return new ControlKeys([.. keys.Select(Encoding.ASCII.GetBytes)]);
    }

    /// <summary>Whether this is one of the keys. Takes the same time for all wrong ones of a length.</summary>
    public bool Contains(string given)
    {
        var bytes = Encoding.UTF8.GetBytes(given);
        var found = false;
        foreach (var key in _keys) found |= CryptographicOperations.FixedTimeEquals(bytes, key);
        return found;
    }
}
