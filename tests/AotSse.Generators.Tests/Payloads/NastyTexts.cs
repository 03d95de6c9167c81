using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Texts made of everything that JSON, HTML, UTF-8 or the event stream format treats in a special way.</summary>
internal static class NastyTexts
{
    private static readonly string[] Pieces =
    [
        "", "a", " ", "\0", "\u0001", "\b", "\t", "\n", "\v", "\f", "\r", "\r\n", "\u001f", "\"", "\\", "/", "'", "&", "<", ">", "+", "`", "~", "\u007f", "\u0080", "\u0085", "\u00a0",
        "é", "ß", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "漢", "😀", "\ud83d", "\ude00", "\udc00\ud800", "data: ", "id: 1\n", "event: forged\n\n", ":", "\u202e",
    ];

    /// <summary>Lengths at which a buffer or a chunk may end.</summary>
    private static readonly int[] Boundaries = [0, 1, 2, 84, 85, 86, 127, 128, 255, 256, 257, 299, 300, 301, 511, 512, 513, 1023, 1024, 1025, 5000];

    private static readonly Gen<string> Piece = Gen.Frequency((6, Gen.Elements(Pieces)), (1, Gen.Choose(0, char.MaxValue).Select(c => ((char)c).ToString())));

    public static Gen<string> All { get; } = Gen.Frequency((3, Piece.ListOf().Select(string.Concat)), (2, AtBoundary()));

    /// <summary>A special piece after, and before, ordinary text of a length at which something may end.</summary>
    private static Gen<string> AtBoundary() =>
        from length in Gen.Elements(Boundaries)
        from filler in Gen.Elements("x", "é", "漢", "\"")
        from piece in Piece
        from tail in Piece
        select string.Concat(Enumerable.Repeat(filler, length)) + piece + "y" + tail;
}
