using System.Text;

namespace AotSse.Replication;

/// <summary>Reads short texts from UTF-8 into the same memory each time. Not synchronised.</summary>
internal sealed class TopicText
{
    private char[] _chars = [];

    /// <summary>The text, valid until the next call.</summary>
    public ReadOnlySpan<char> Read(ReadOnlySpan<byte> utf8)
    {
        if (_chars.Length < utf8.Length) _chars = new char[Math.Max(utf8.Length, _chars.Length * 2)];
        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }
}
