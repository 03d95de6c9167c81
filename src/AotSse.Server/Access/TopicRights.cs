namespace AotSse.Server.Access;

/// <summary>The topics that somebody may read: exact names, and patterns whose trailing <c>*</c> stands for any rest. Immutable.</summary>
/// <param name="patterns">The patterns.</param>
internal sealed class TopicRights(IReadOnlyList<string> patterns)
{
    /// <summary>The most patterns of one ticket.</summary>
    public const int MaxPatterns = 100;

    private const char Rest = '*';

    /// <summary>The characters of all patterns.</summary>
    public int Length => patterns.Sum(static pattern => pattern.Length);

    /// <summary>Whether a topic, or all that a pattern stands for, may be read.</summary>
    public bool Cover(ReadOnlySpan<char> wanted)
    {
        foreach (var pattern in patterns)
        {
            if (wanted.SequenceEqual(pattern)) return true;
            if (pattern.EndsWith(Rest) && wanted.StartsWith(pattern.AsSpan(0, pattern.Length - 1))) return true;
        }

        return false;
    }
}
