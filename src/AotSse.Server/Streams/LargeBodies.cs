using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AotSse.Server.Streams;

/// <summary>
/// Lets only some large bodies be read at once, since each stands in memory whole before it is an event. The others wait in their sockets. Thread-safe.
/// </summary>
internal sealed class LargeBodies : IDisposable
{
    /// <summary>What is not longer needs no leave.</summary>
    public const int Large = 64 * 1024;

    /// <summary>A body at a time for so much memory: it is in the server's buffers, joined, and in the log.</summary>
    private const long MemoryForEach = 32 * 1024 * 1024;

    /// <summary>As many at once at most: two cores are busy with a few.</summary>
    private const int Most = 16;

    /// <summary>Who has leave must hurry, or a few slow publishers would hold up all others.</summary>
    private static readonly MinDataRate Hurry = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly SemaphoreSlim _leave = new((int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryForEach, 1, Most));
    private readonly ConcurrentBag<Leave> _unused = [];

    /// <summary>Waits until the body of this request may be read; nothing if it is short. A body of unknown length counts as large.</summary>
    /// <returns>To be disposed when the event is published.</returns>
    public async ValueTask<Leave?> EnterAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= Large) return null;
        var leave = await EnterAsync(context.RequestAborted);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = Hurry;
        return leave;
    }

    /// <summary>Waits until a large line, which has been read, may be published.</summary>
    /// <returns>To be disposed when it is.</returns>
    public async ValueTask<Leave> EnterAsync(CancellationToken cancellation)
    {
        await _leave.WaitAsync(cancellation);
        return _unused.TryTake(out var unused) ? unused : new Leave(this);
    }

    public void Dispose() => _leave.Dispose();

    /// <summary>The leave to publish one large body or line, and the buffers for it: the shared pool would keep one for each thread.</summary>
    internal sealed class Leave(LargeBodies from) : IDisposable
    {
        private byte[] _buffer = [];
        private byte[] _unescaped = [];

        /// <summary>Takes the data of a line that has escapes; grows if need be.</summary>
        public ref byte[] Unescaped => ref _unescaped;

        public ReadOnlyMemory<byte> Join(in ReadOnlySequence<byte> body)
        {
            if (_buffer.Length == 0) _buffer = GC.AllocateUninitializedArray<byte>(PublishEndpoint.MaxBodyBytes);
            body.CopyTo(_buffer);
            return _buffer.AsMemory(0, (int)body.Length);
        }

        public void Dispose()
        {
            from._unused.Add(this);
            from._leave.Release();
        }
    }
}
