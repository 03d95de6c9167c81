using System.Buffers;

namespace AotSse.Transport;

/// <summary>
/// Lends Kestrel the buffers of the shared pool, which gives back to the system what nobody has used for a while; Kestrel's own pool of .NET 9 keeps for good what a rush once took.
/// Who asks for 0 bytes means a buffer of no certain size, which the shared pool would take at its word. Thread-safe.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 4096;

    public static BlockPool Instance { get; } = new();

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(minBufferSize > 0 ? minBufferSize : BlockBytes);

    protected override void Dispose(bool disposing)
    {
    }
}
