using System.Text;

namespace AotSse.Server.Streams;

/// <summary>Event names as strings: a batch uses a few of them again and again. For one thread at a time.</summary>
internal sealed class EventNames
{
    private const int Slots = 64;

    private readonly string?[] _names = new string?[Slots];

    /// <summary>The name, without making a string of it if it is one of the last.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        ref var slot = ref _names[(utf8.Length + (utf8[0] * 7) + (utf8[^1] * 31)) % Slots];
        return slot is not null && Ascii.Equals(utf8, slot) ? slot : slot = Encoding.UTF8.GetString(utf8);
    }
}
