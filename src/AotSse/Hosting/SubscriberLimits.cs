using System.Runtime.InteropServices;
using AotSse.Telemetry;

namespace AotSse.Hosting;

/// <summary>Counts open streams against the limits of the options. Not synchronised: called under the lock of the <see cref="ConnectionSet"/>.</summary>
internal sealed class SubscriberLimits(EventStreamOptions options)
{
    private readonly Dictionary<ClientAddress, int> _byAddress = [];

    /// <summary>Whether clients are counted by their address.</summary>
    public bool CountsAddresses { get; } = options.MaxSubscribersPerAddress is not null;

    /// <summary>Counts a client in, unless a limit is reached.</summary>
    /// <param name="open">How many streams are open.</param>
    /// <param name="address">Where the client comes from.</param>
    public RefusalReason TryEnter(int open, ClientAddress? address)
    {
        if (open >= options.MaxSubscribers) return RefusalReason.Total;
        if (address is not { } known) return RefusalReason.None;

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, known, out _);
        if (count >= options.MaxSubscribersPerAddress) return RefusalReason.Address;
        count++;
        return RefusalReason.None;
    }

    /// <summary>Counts a client out.</summary>
    public void Leave(ClientAddress? address)
    {
        if (address is not { } known) return;
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_byAddress, known);
        if (--count == 0) _byAddress.Remove(known);
    }
}
