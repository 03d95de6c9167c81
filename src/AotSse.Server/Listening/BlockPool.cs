using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace AotSse.Server.Listening;

/// <summary>
/// The shared pool, for a server that asks for a buffer of no certain size by asking for 0 bytes, and then writes into it: the shared pool itself takes that at its word. Kestrel of
/// .NET 10 does so where no container gives its transport a pool. Thread-safe.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>, IMemoryPoolFeature
{
    private const int BlockBytes = 4096;

    public static BlockPool Instance { get; } = new();

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public MemoryPool<byte> MemoryPool => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(minBufferSize > 0 ? minBufferSize : BlockBytes);

    protected override void Dispose(bool disposing)
    {
    }
}
