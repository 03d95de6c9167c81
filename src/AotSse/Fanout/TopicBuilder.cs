using System.Globalization;
using System.Runtime.CompilerServices;
using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// Joins the values of several parameters, or formats a single one that is no string, to the name of a topic or to a key, without allocating.
/// Publisher and subscriber build the name by the same calls, so <c>/orders/007</c> and <c>7</c> meet.
/// </summary>
/// <param name="buffer">Where the name is built: <see cref="CharsPerValue"/> for each value.</param>
public ref struct TopicBuilder(Span<char> buffer)
{
    /// <summary>The longest value and the separator after it, in UTF-16 code units.</summary>
    public const int CharsPerValue = FieldRules.MaxBytes + 1;

    /// <summary>U+001F, the unit separator: a control character, which no value contains.</summary>
    internal const char Separator = '\u001F';

    private readonly Span<char> _buffer = buffer;
    private int _length;

    /// <summary>The name built so far.</summary>
    public readonly ReadOnlySpan<char> Name => _buffer[.._length];

    /// <summary>Appends a text.</summary>
    /// <exception cref="ArgumentException">It is not 1 to 256 bytes of UTF-8 without control characters.</exception>
    public void Add(ReadOnlySpan<char> value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        FieldRules.ThrowIfInvalid(value, "part of a topic or key", parameter);
        Separate();
        value.CopyTo(_buffer[_length..]);
        _length += value.Length;
    }

    /// <summary>Appends an integer, a <see cref="Guid"/> or a <see cref="DateOnly"/>.</summary>
    public void Add<T>(T value) where T : struct, ISpanFormattable
    {
        Separate();
        value.TryFormat(_buffer[_length..], out var written, typeof(T) == typeof(DateOnly) ? "O" : default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Appends the name of an enum value, or its number if it has none or its flags have more than there is room for.</summary>
    public void AddEnum<T>(T value) where T : struct, Enum
    {
        Separate();
        if (!Enum.TryFormat(value, _buffer[_length..], out var written)) Enum.TryFormat(value, _buffer[_length..], out written, "D");
        _length += written;
    }

    private void Separate()
    {
        if (_length > 0) _buffer[_length++] = Separator;
    }
}
