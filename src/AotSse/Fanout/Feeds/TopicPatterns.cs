using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// Which topics of a stream somebody means: whole names, and beginnings that end in <c>*</c>. Compared ordinally; where a route has several
/// parameters, their values are joined by <c>/</c>. Immutable and equal to any other with the same patterns in whatever order.
/// </summary>
public sealed class TopicPatterns : IEquatable<TopicPatterns>
{
    /// <summary>The most patterns there may be.</summary>
    public const int MaxCount = 100;

    private const char Rest = '*';

    private readonly string[] _patterns;

    private TopicPatterns(string[] patterns) => _patterns = patterns;

    /// <summary>The patterns, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Patterns => _patterns;

    /// <summary>Reads patterns as a client sends them.</summary>
    /// <param name="patterns">1 to <see cref="MaxCount"/> patterns, each 1 to 256 bytes of UTF-8 without control characters, a star only at the end.</param>
    /// <param name="wrong">What is wrong with them.</param>
    public static TopicPatterns? TryCreate(IEnumerable<string?> patterns, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            wrong = WrongWith(pattern);
            if (wrong is not null) return null;
            distinct.Add(pattern!);
            if (distinct.Count > MaxCount)
            {
                wrong = $"There are more than {MaxCount} topics: use patterns such as 'a/*', or several streams.";
                return null;
            }
        }

        wrong = distinct.Count == 0 ? "There is no topic." : null;
        return wrong is null ? new TopicPatterns([.. distinct]) : null;
    }

    /// <summary>Whether a topic is meant.</summary>
    public bool Matches(ReadOnlySpan<char> topic)
    {
        foreach (var pattern in _patterns)
            if (Covers(pattern, topic)) return true;
        return false;
    }

    /// <summary>Whether everything that other patterns mean is meant by these too: what rights are checked by.</summary>
    public bool Covers(TopicPatterns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var pattern in other._patterns)
            if (!Matches(pattern)) return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TopicPatterns? other) => other is not null && _patterns.AsSpan().SequenceEqual(other._patterns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TopicPatterns);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pattern in _patterns) hash.Add(pattern, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The patterns with commas between.</summary>
    public override string ToString() => string.Join(", ", _patterns);

    /// <summary>A pattern covers the names it matches, and patterns that match no more than it does.</summary>
    private static bool Covers(string pattern, ReadOnlySpan<char> topic) =>
        pattern[^1] == Rest ? topic.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : topic.SequenceEqual(pattern);

    private static string? WrongWith(string? pattern)
    {
        if (!FieldRules.IsValid(pattern)) return $"A topic must be {FieldRules.Rule}.";
        var star = pattern!.IndexOf(Rest, StringComparison.Ordinal);
        return star >= 0 && star < pattern.Length - 1 ? $"The topic '{pattern}' has a star before its end: a star matches the rest of a name and nothing else." : null;
    }
}
