namespace AotSse.Fanout;

/// <summary>What became of a wish to join a topic.</summary>
internal enum Join
{
    /// <summary>The subscriber belongs to it.</summary>
    Added,

    /// <summary>The topic has gone: look it up again.</summary>
    Retired,

    /// <summary>It has as many subscribers as it may have.</summary>
    Full,

    /// <summary>What the subscriber lacks has left this node's log, but perhaps not the replicated one: read it there first.</summary>
    Past,
}
