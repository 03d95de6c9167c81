using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AotSse.Server.Streams;

/// <summary>
/// Lets only some large bodies be read at once, since each stands in memory whole before it is an event. The others wait in their sockets. Thread-safe.
/// </summary>
internal sealed class LargeBodies : IDisposable
{
    /// <summary>What is not longer needs no leave.</summary>
    private const int Large = 64 * 1024;

    /// <summary>A body at a time for so much memory: it is in the socket's buffers, joined, and in the log.</summary>
    private const long MemoryForEach = 32 * 1024 * 1024;

    /// <summary>Who has leave must hurry, or a few slow publishers would hold up all others.</summary>
    private static readonly MinDataRate Hurry = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly SemaphoreSlim _leave = new((int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryForEach, 1, 64));

    /// <summary>Waits until the body of this request may be read, and gives the leave back when disposed. A body of unknown length counts as large.</summary>
    public async ValueTask<IDisposable?> EnterAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= Large) return null;
        await _leave.WaitAsync(context.RequestAborted);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = Hurry;
        return new Leave(_leave);
    }

    public void Dispose() => _leave.Dispose();

    private sealed class Leave(SemaphoreSlim from) : IDisposable
    {
        public void Dispose() => from.Release();
    }
}
