using AotSse.Telemetry;

namespace AotSse.Hosting;

/// <summary>An open stream, as the <see cref="ConnectionSet"/> sees it. All members are called under the set's lock and must not block.</summary>
internal interface IOpenStream
{
    /// <summary>The place in the set.</summary>
    int SetSlot { get; set; }

    /// <summary>What the log calls it, if streams are logged.</summary>
    string? LogId { get; set; }

    /// <summary>The declared stream it belongs to.</summary>
    RegisteredStream Stream { get; }

    /// <summary>Where the client comes from, where that counts.</summary>
    ClientAddress? Address { get; }

    /// <summary>The time stamp from which on the stream is to end; <see cref="long.MaxValue"/> for never.</summary>
    long EndsAt { get; set; }

    /// <summary>The stream's time is over or the app drains: end with a last block. May be called again while it ends.</summary>
    void OnEnd();

    /// <summary>The timer looks around: send a heartbeat, or give up a client that takes nothing.</summary>
    /// <param name="now">The time stamp of this tick.</param>
    void OnTick(long now);

    /// <summary>Give the client up.</summary>
    /// <param name="reason">Why.</param>
    void CutOff(DisconnectReason reason);
}
