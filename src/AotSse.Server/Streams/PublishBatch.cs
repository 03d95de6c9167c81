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

    /// <summary>The longest line, as long as the longest single event.</summary>
    private const int MaxLineBytes = PublishEndpoint.MaxBodyBytes;

    private readonly TopicStream _stream = context.RequestServices.GetRequiredService<TopicStream>();
    private readonly EventStreamHub _hub = context.RequestServices.GetRequiredService<EventStreamHub>();
    private readonly BatchAnswer _answer = new(context.Response.BodyWriter, IsMinimal(context));
    private readonly EventNames _names = new();
    private byte[] _joined = [];
    private byte[] _unescaped = [];
    private long _line;

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
        }

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
            _answer.AddError(_line, $"longer than {MaxLineBytes} bytes: send less, or send a link to the rest");
            return default;
        }

        return line.Length > LargeBodies.Large ? PublishLargeAsync(line) : Publish(line.IsSingleSegment ? line.First : Join(line), ref _unescaped);
    }

    /// <summary>Only some at once: such a line stands in memory up to three times until it is published.</summary>
    private async ValueTask PublishLargeAsync(ReadOnlySequence<byte> line)
    {
        using var leave = await largeBodies.EnterAsync(context.RequestAborted);
        ValueTask publish;
        try
        {
            publish = Publish(leave.Join(line), ref leave.Unescaped);
        }
        catch (OutOfMemoryException)
        {
            _answer.AddError(_line, OutOfMemory.Advice);
            return;
        }

        await publish;
    }

    private ValueTask Publish(ReadOnlyMemory<byte> line, ref byte[] unescaped)
    {
        if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0) return default; // Nothing between two line ends is no event.
        if (EventLine.Read(line, _names, ref unescaped, out var read) is { } error)
        {
            _answer.AddError(_line, error);
            return default;
        }

        try
        {
            var publish = read.Key is null
                ? _stream.Publish(topic, read.Name, read.Data)
                : PublishOnceAsync(read.Key, read.Name, read.Data);
            if (!publish.IsCompletedSuccessfully) return AnswerAsync(publish);

            _answer.AddReceipt(_line, publish.Result);
        }
        catch (Exception full) when (OutOfMemory.IsLackOfMemory(full))
        {
            _answer.AddError(_line, OutOfMemory.Advice);
        }

        return default;
    }

    /// <summary>In a method of its own: what it captures is allocated where it begins.</summary>
    private ValueTask<PublishReceipt> PublishOnceAsync(string key, string? name, ReadOnlyMemory<byte> data) =>
        _hub.PublishOnceAsync(topic, key, () => _stream.Publish(topic, name, data));

    private async ValueTask AnswerAsync(ValueTask<PublishReceipt> publish)
    {
        try
        {
            _answer.AddReceipt(_line, await publish);
        }
        catch (Exception full) when (OutOfMemory.IsLackOfMemory(full))
        {
            _answer.AddError(_line, OutOfMemory.Advice);
        }
    }

    private ReadOnlyMemory<byte> Join(in ReadOnlySequence<byte> line)
    {
        var length = (int)line.Length;
        if (_joined.Length < length) _joined = new byte[Math.Max(length, 4096)];
        line.CopyTo(_joined);
        return _joined.AsMemory(0, length);
    }
}
