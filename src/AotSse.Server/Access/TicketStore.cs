using System.Buffers.Text;
using AotSse.Log;

namespace AotSse.Server.Access;

/// <summary>Tickets that were given out and not used yet. They live in this process alone. Thread-safe.</summary>
/// <param name="time">Where the time comes from.</param>
internal sealed class TicketStore(TimeProvider time)
{
    /// <summary>A ticket for so much memory: it takes about 500 bytes with one pattern.</summary>
    private const int MemoryForEach = 4096;
    private const int CharactersForEach = 128;

    /// <summary>The most tickets, and the most characters of their patterns.</summary>
    private readonly int _maxTickets = (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryForEach, 1024, 65_536);
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    private long _characters;

    private long MaxCharacters => (long)_maxTickets * CharactersForEach;

    /// <summary>Gives out a ticket.</summary>
    /// <returns><see langword="null"/> when there are too many that nobody has used.</returns>
    public string? Issue(TopicRights rights, TimeSpan life)
    {
        Span<byte> random = stackalloc byte[32];
        SystemRandom.Fill(random);
        var name = Base64Url.EncodeToString(random);
        lock (_gate)
        {
            if (_tickets.Count >= _maxTickets || _characters + rights.Length > MaxCharacters) DropExpiredUnsynchronized();
            if (_tickets.Count >= _maxTickets || _characters + rights.Length > MaxCharacters) return null;
            _tickets.Add(name, new Ticket(rights, time.GetTimestamp(), life));
            _characters += rights.Length;
            return name;
        }
    }

    /// <summary>What a ticket allows, if it is still good.</summary>
    public TopicRights? Find(string name)
    {
        lock (_gate) return _tickets.TryGetValue(name, out var ticket) && !IsExpired(ticket) ? ticket.Rights : null;
    }

    /// <summary>Uses a ticket up.</summary>
    /// <returns><see langword="false"/> when somebody else was faster.</returns>
    public bool TryUse(string name)
    {
        lock (_gate)
        {
            if (!_tickets.Remove(name, out var ticket)) return false;
            _characters -= ticket.Rights.Length;
            return !IsExpired(ticket);
        }
    }

    private void DropExpiredUnsynchronized()
    {
        foreach (var (name, ticket) in _tickets)
        {
            if (!IsExpired(ticket)) continue;
            _tickets.Remove(name);
            _characters -= ticket.Rights.Length;
        }
    }

    private bool IsExpired(Ticket ticket) => time.GetElapsedTime(ticket.Since) >= ticket.Life;

    private sealed record Ticket(TopicRights Rights, long Since, TimeSpan Life);
}
