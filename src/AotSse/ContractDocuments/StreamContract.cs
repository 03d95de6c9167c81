namespace AotSse.ContractDocuments;

/// <summary>A stream: the events of one path, and the name its clients call it by.</summary>
/// <param name="Name">An identifier in camel case, of the path: <c>prices</c> for <c>/prices/{symbol}</c>.</param>
/// <param name="Events">Its events, each name once.</param>
internal sealed record StreamContract(string Name, IReadOnlyList<EventContract> Events)
{
    public string Path => Events[0].Path;

    public bool IsPush => Events[0].IsPush;

    public IReadOnlyList<EventContract.Parameter> Parameters => Events[0].Parameters;

    /// <summary>What its methods say, each once.</summary>
    public string? Description => Events.Select(static found => found.Description).Where(static text => text is not null).Distinct().ToArray() is { Length: > 0 } texts ? string.Join(' ', texts) : null;

    /// <summary>Puts events to their streams, in the order of the paths.</summary>
    public static IReadOnlyList<StreamContract> Group(IEnumerable<EventContract> events)
    {
        var streams = new List<StreamContract>();
        foreach (var path in events.GroupBy(static found => found.Path, StringComparer.Ordinal).OrderBy(static path => path.Key, StringComparer.Ordinal))
            streams.Add(new StreamContract(NameOf(path.Key), [.. path.DistinctBy(static found => found.EventName)]));

        // Where paths differ in their parameters alone, these tell them apart: '/stream' and '/stream/{topic}' are stream and streamByTopic.
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < streams.Count; i++)
        {
            var stream = streams[i];
            var name = streams.Count(other => NameOf(other.Path) == NameOf(stream.Path)) > 1 ? NameOf(stream.Path) + Suffix(stream) : stream.Name;
            var unique = name;
            for (var number = 2; !given.Add(unique); number++) unique = name + number;
            streams[i] = stream with { Name = unique };
        }

        return streams;
    }

    private static string NameOf(string path)
    {
        var words = path.Split('/').Where(static segment => segment.Length > 0 && !segment.Contains('{', StringComparison.Ordinal));
        var name = Identifiers.Camel(string.Join('-', words));
        return name.Length > 0 ? name : Identifiers.Camel("stream-" + path);
    }

    private static string Suffix(StreamContract stream)
    {
        var names = stream.Parameters.Where(static parameter => parameter.Place == "path").Select(static parameter => Identifiers.Pascal(parameter.Name)).ToArray();
        return names.Length == 0 ? "" : "By" + string.Join("And", names);
    }
}
