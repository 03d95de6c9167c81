namespace AotSse.Generators;

/// <summary>The steps of the pipeline, as tests find them in a run's <c>TrackedSteps</c>.</summary>
public static class TrackingNames
{
    /// <summary>Every declared method, parsed.</summary>
    public const string Streams = nameof(Streams);

    /// <summary>What is generated for every method.</summary>
    public const string StreamSources = nameof(StreamSources);

    /// <summary>Every type with streams, each with files of its own.</summary>
    public const string Types = nameof(Types);

    /// <summary>What registration and mapping need to know of all streams.</summary>
    public const string Registrations = nameof(Registrations);

    /// <summary>The registrars of referenced libraries.</summary>
    public const string Libraries = nameof(Libraries);

    /// <summary>The registrar of the assembly's own streams.</summary>
    public const string Registrar = nameof(Registrar);

    /// <summary>All registrars that the user's calls reach.</summary>
    public const string Registrars = nameof(Registrars);

    /// <summary>Every client, parsed.</summary>
    public const string Clients = nameof(Clients);

    /// <summary>Every stream of a client, each with a file of its own.</summary>
    public const string ClientStreams = nameof(ClientStreams);
}
