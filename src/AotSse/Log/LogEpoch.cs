using System.Text;

namespace AotSse.Log;

/// <summary>
/// Names one run of the logs: ids of another run are strangers, and a client that brings one is told so. Immutable.
/// </summary>
internal sealed class LogEpoch
{
    /// <summary>Forty random bits: two of a thousand restarts share a name once in two million.</summary>
    private const int Length = 8;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    public LogEpoch(string name)
    {
        Name = name;
        IdPrefix = Encoding.ASCII.GetBytes($"id: {name}-");
    }

    /// <summary>The part of an id before the hyphen.</summary>
    public string Name { get; }

    /// <summary>The <c>id</c> field up to the number.</summary>
    public byte[] IdPrefix { get; }

    public static LogEpoch Create()
    {
        Span<byte> random = stackalloc byte[Length];
        SystemRandom.Fill(random);
        Span<char> name = stackalloc char[Length];
        for (var i = 0; i < Length; i++) name[i] = Letters[random[i] & 0x1F];
        return new LogEpoch(name.ToString());
    }
}
