using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Tests.Support;

/// <summary>Texts that break naive encoders.</summary>
internal static class Nasty
{
    private static readonly string[] Pieces =
    [
        "", "\r", "\n", "\r\n", "\n\r", "\r\r", "\0", " ", ":", "data: x", "id: 9", "event: x", "retry: 1", "\uFEFF", "\u2028", "\u0085", "é", "€", "😀",
        "\uD83D", "\uDE00", "\"", "\\", "<", "&", "+", "'", "`", "/", "\t", "\b", "\f", "\u007F", "\u0001", "a", "plain ascii text",
    ];

    /// <summary>Short and long mixtures, some longer than a chunk of the escaper.</summary>
    public static Arbitrary<string> Texts { get; } = Gen.Elements(Pieces)
        .Or(Gen.Choose(0, 0x2FF).Select(c => ((char)c).ToString()))
        .ListOf()
        .SelectMany(pieces => Gen.Elements(0, 0, 0, 250, 255, 256, 300, 1100).Select(padding => new string('p', padding) + string.Concat(pieces)))
        .ToArbitrary();
}
