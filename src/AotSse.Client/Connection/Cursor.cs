using System.Text;

namespace AotSse.Client.Connection;

/// <summary>
/// Finds the position to resume from in the bytes as they come. <c>SseParser</c> takes an id over when it reads its line; a connection that is cut between the id
/// and the end of its event would then lose that event. Here an id counts from the blank line on (WHATWG HTML, section 9.2.6).
/// </summary>
/// <param name="start">The position before the first connection.</param>
internal sealed class Cursor(string? start)
{
    // Longer ones cannot be sent back in a header anyway.
    private const int MaxId = 4096;

    private readonly List<byte> _line = [];
    private string? _pending;
    private bool _afterCarriageReturn;
    private bool _isFirstLine;

    /// <summary>The position; <see langword="null"/> at the beginning, or when the server has reset it.</summary>
    public string? Position { get; private set; } = string.IsNullOrEmpty(start) ? null : start;

    /// <summary>A connection begins: what was left of the last one never became an event.</summary>
    public void Restart()
    {
        _line.Clear();
        _pending = null;
        _afterCarriageReturn = false;
        _isFirstLine = true;
    }

    /// <summary>Takes bytes as they come.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }

            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            Append(end < 0 ? bytes : bytes[..end]);
            if (end < 0) return;
            _afterCarriageReturn = bytes[end] == '\r';
            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        var room = MaxId - _line.Count;
        _line.AddRange(part.Length > room ? part[..room] : part);
    }

    private void EndLine()
    {
        var line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        if (_isFirstLine && line.StartsWith("\uFEFF"u8)) line = line[3..];
        _isFirstLine = false;
        if (line.IsEmpty)
        {
            if (_pending is not null) Position = _pending.Length == 0 ? null : _pending;
            _pending = null;
        }
        else if (line.SequenceEqual("id"u8)) _pending = "";
        else if (line.StartsWith("id:"u8) && !line.Contains((byte)0))
        {
            var value = line[3..];
            _pending = Encoding.UTF8.GetString(value.StartsWith(" "u8) ? value[1..] : value);
        }

        _line.Clear();
    }
}
