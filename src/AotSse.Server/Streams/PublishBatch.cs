using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AotSse.Server.Streams;

/// <summary>
/// A body of type <c>application/x-ndjson</c>: one event a line, published as it comes, of any number; a publisher may keep one request open. Each line is
/// published as a whole or not at all, and a wrong one stops no other.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="topic">The topic, valid.</param>
/// <param name="largeBodies">Who may publish much at once.</param>
internal sealed class PublishBatch(HttpContext context, string topic, LargeBodies largeBodies)
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>The same as some publishers write it.</summary>
    public const string OtherMediaType = "application/ndjson";

    /// <summary>The longest line, as long as the longest single event.</summary>
    private const int MaxLineBytes = PublishEndpoint.MaxBodyBytes;

    /// <summary>So many events may be on their way to the replicated log: enough to hide its answers' latency, few enough for many batches at once.</summary>
    private const int MaxPending = 512;

    private readonly TopicStream _stream = context.RequestServices.GetRequiredService<TopicStream>();
    private readonly EventStreamHub _hub = context.RequestServices.GetRequiredService<EventStreamHub>();
    private readonly BatchAnswer _answer = new(context.Response.BodyWriter, IsMinimal(context));
    private readonly EventNames _names = new();
    private byte[] _joined = [];
    private byte[] _unescaped = [];
    private long _line;

    // Lines whose events are on their way, in their order: with a replicated log it answers later.
    private readonly Queue<PendingLine> _pending = new();

    // Of the bytes that are not consumed: how many hold no line end. And whether they belong to a line that is too long.
    private long _scanned;
    private bool _isSkipping;
    private bool _isCutShort;

    public async Task RunAsync()
    {
        context.Response.ContentType = MediaType;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null; // Nothing to publish is no fault.
        if (IsMinimal(context)) context.Response.Headers["Preference-Applied"] = "return=minimal";

        var reader = context.Request.BodyReader;
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        await using (lifetime.ApplicationStopping.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), reader))
        {
            while (await PublishReadAsync(reader, lifetime.ApplicationStopping)) await _answer.SendAsync();
        }

        await _answer.CompleteAsync();
        if (!_isCutShort) return;

        // The rest of the request may never end, and a stopping server waits for requests.
        await context.Response.CompleteAsync();
        context.Abort();
    }

    private static bool IsMinimal(HttpContext context) => context.Request.Headers["Prefer"] is [{ } prefer] && prefer.Contains("return=minimal", StringComparison.OrdinalIgnoreCase);

    /// <returns><see langword="false"/> at the end.</returns>
    private async ValueTask<bool> PublishReadAsync(PipeReader reader, CancellationToken stopping)
    {
        var read = await reader.ReadAsync(context.RequestAborted);
        var rest = read.Buffer;
        while (TryTakeLine(ref rest, read.IsCompleted, out var line))
        {
            var publish = PublishLineAsync(line);
            if (!publish.IsCompletedSuccessfully) await publish;
            while (_pending.Count > MaxPending || (_pending.TryPeek(out var oldest) && oldest.IsKnown)) await AnswerOldestAsync();
        }

        while (_pending.Count > 0) await AnswerOldestAsync();
        reader.AdvanceTo(rest.Start, rest.End);
        if (read.IsCompleted) return false;
        if (!read.IsCanceled && !stopping.IsCancellationRequested) return true;

        _isCutShort = true;
        _answer.AddError(_line + 1, "the server is stopping: send what has no answer yet once more");
        return false;
    }

    /// <summary>Takes the next line off what has been read; the last one needs no end.</summary>
    private bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isAll, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (rest.Slice(_scanned).PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            _scanned = 0;
            return true;
        }

        if (!_isSkipping && rest.Length > MaxLineBytes) _isSkipping = true;
        if (isAll && (rest.Length > 0 || _isSkipping))
        {
            line = rest;
            rest = rest.Slice(rest.End);
            _scanned = 0;
            return true;
        }

        // Of a line that is too long nothing needs to be kept.
        if (_isSkipping) rest = rest.Slice(rest.End);
        _scanned = rest.Length;
        return false;
    }

    private ValueTask PublishLineAsync(in ReadOnlySequence<byte> line)
    {
        _line++;
        var wasSkipping = _isSkipping;
        _isSkipping = false;
        if (wasSkipping || line.Length > MaxLineBytes)
        {
            Refuse($"longer than {MaxLineBytes} bytes: send less, or send a link to the rest");
            return default;
        }

        if (line.Length > LargeBodies.Large) return PublishLargeAsync(line);
        Publish(line.IsSingleSegment ? line.First : Join(line), ref _unescaped);
        return default;
    }

    /// <summary>Only some at once: such a line stands in memory up to three times until it is published.</summary>
    private async ValueTask PublishLargeAsync(ReadOnlySequence<byte> line)
    {
        using var leave = await largeBodies.EnterAsync(context.RequestAborted);
        try
        {
            Publish(leave.Join(line), ref leave.Unescaped);
        }
        catch (OutOfMemoryException full)
        {
            Refuse(Unavailable.AdviceFor(full));
        }
    }

    /// <summary>Publishes a line; when this returns, nothing of it is needed any more.</summary>
    private void Publish(ReadOnlyMemory<byte> line, ref byte[] unescaped)
    {
        if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0) return; // Nothing between two line ends is no event.
        if (EventLine.Read(line, _names, ref unescaped, out var read) is { } error)
        {
            Refuse(error);
            return;
        }

        try
        {
            var publish = read.Key is null
                ? _stream.Publish(topic, read.Name, read.Data)
                : PublishOnceAsync(read.Key, read.Name, read.Data);
            if (_pending.Count == 0 && publish.IsCompletedSuccessfully) _answer.AddReceipt(_line, publish.Result);
            else _pending.Enqueue(new PendingLine(_line, publish.AsTask(), null));
        }
        catch (Exception passing) when (Unavailable.IsPassing(passing))
        {
            Refuse(Unavailable.AdviceFor(passing));
        }
    }

    /// <summary>Tells of a line that was not published, behind those before it.</summary>
    private void Refuse(string error)
    {
        if (_pending.Count == 0) _answer.AddError(_line, error);
        else _pending.Enqueue(new PendingLine(_line, null, error));
    }

    /// <summary>In a method of its own: what it captures is allocated where it begins. The data is copied, since another call with the key may hold it up while the next lines are read.</summary>
    private ValueTask<PublishReceipt> PublishOnceAsync(string key, string? name, ReadOnlyMemory<byte> data)
    {
        var copy = data.ToArray();
        return _hub.PublishOnceAsync(topic, key, () => _stream.Publish(topic, name, copy));
    }

    private async ValueTask AnswerOldestAsync()
    {
        var line = _pending.Dequeue();
        try
        {
            if (line.Published is { } published) _answer.AddReceipt(line.Number, await published);
            else _answer.AddError(line.Number, line.Error!);
        }
        catch (Exception passing) when (Unavailable.IsPassing(passing))
        {
            _answer.AddError(line.Number, Unavailable.AdviceFor(passing));
        }
    }

    private ReadOnlyMemory<byte> Join(in ReadOnlySequence<byte> line)
    {
        var length = (int)line.Length;
        if (_joined.Length < length) _joined = new byte[Math.Max(length, 4096)];
        line.CopyTo(_joined);
        return _joined.AsMemory(0, length);
    }

    /// <summary>A line whose turn in the answer has not come: an event on its way, or what is wrong with it.</summary>
    private readonly record struct PendingLine(long Number, Task<PublishReceipt>? Published, string? Error)
    {
        public bool IsKnown => Published is not { IsCompleted: false };
    }
}
