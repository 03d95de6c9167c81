namespace AotSse.Replication;

/// <summary>The key under which the event that is being published is to be sent once. Flows with the call to the push method, which knows nothing of it. Thread-safe.</summary>
/// <param name="scope">What the key belongs to.</param>
/// <param name="key">The key.</param>
internal sealed class PublishKey(string scope, string key)
{
    private static readonly AsyncLocal<PublishKey?> Current = new();

    // Interlocked only: a key is for one event.
    private int _taken;

    public string Scope => scope;

    public string Key => key;

    /// <summary>The key of the caller, for its first event.</summary>
    public static PublishKey? Take() => Current.Value is { } current && Interlocked.Exchange(ref current._taken, 1) == 0 ? current : null;

    /// <summary>Calls with the key.</summary>
    public async ValueTask<PublishReceipt> PublishAsync(Func<ValueTask<PublishReceipt>> publish)
    {
        Current.Value = this;
        return await publish().ConfigureAwait(false);
    }
}
