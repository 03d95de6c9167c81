namespace AotSse.Fanout;

/// <summary>
/// Lets one at a time do a piece of work and remembers that others asked meanwhile, so that the one inside does it again instead of
/// everybody waiting. A mutable struct: keep it in a field that is not readonly.
/// </summary>
internal struct Turn
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int AskedAgain = 2;

    // Interlocked and Volatile only: whoever moves it from Free holds the turn until End gives it back.
    private int _state;

    /// <summary>Asks for the turn. What the caller wrote before is seen by whoever holds the turn, at the latest in its next round.</summary>
    /// <returns>Whether the caller holds it now.</returns>
    /// <remarks>An exchange even if it has been asked for already: a mere look could come before the caller's own writes are seen, and its request be lost.</remarks>
    public bool Ask() => Interlocked.Exchange(ref _state, AskedAgain) == Free;

    /// <summary>Begins a round: from here on others count as asking again.</summary>
    public void Begin() => Interlocked.Exchange(ref _state, Taken);

    /// <summary>Ends a round.</summary>
    /// <returns>Whether the turn was given back; otherwise somebody asked and the round must be done again.</returns>
    public bool End() => Interlocked.CompareExchange(ref _state, Free, Taken) == Taken;
}
