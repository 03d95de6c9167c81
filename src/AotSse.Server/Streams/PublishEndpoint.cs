using System.Buffers;
using System.Text.Json;
using AotSse.Hosting;
using AotSse.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Server.Streams;

/// <summary><c>POST /stream/{topic}</c> on the control listener: the body is the data of one event, or a batch of them.</summary>
/// <param name="largeBodies">Who may send much at once.</param>
internal sealed class PublishEndpoint(LargeBodies largeBodies)
{
    /// <summary>The longest body.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        var request = new RequestBinder(context);
        var topic = request.Topic("topic");
        if (request.Failed)
        {
            await request.RejectAsync();
            return;
        }

        var isBatch = IsBatch(context.Request);
        if (!IdempotencyKey.TryRead(context.Request, out var key) || (isBatch && key is not null))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", isBatch
                ? "A batch has no Idempotency-Key of its own: give each line a 'key'."
                : $"The header Idempotency-Key must be {FieldRules.Rule}, best in double quotes.", static json => json.WriteString("parameter"u8, "Idempotency-Key"u8));
            return;
        }

        if (isBatch)
        {
            await new PublishBatch(context, topic, largeBodies).RunAsync();
            return;
        }

        var name = request.Query("event");
        if (name is not null && !FieldRules.IsValid(name))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request",
                $"The query parameter 'event' is no valid event name: it must be {FieldRules.Rule}.", static json => json.WriteString("parameter"u8, "event"u8));
            return;
        }

        // Counted here instead of by the server, which would cut off a client that is still sending before it could read the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        if (context.Request.ContentLength > MaxBodyBytes)
        {
            await RejectLengthAsync(context);
            return;
        }

        using var leave = await largeBodies.EnterAsync(context);
        var body = await context.Request.BodyReader.ReadAtLeastAsync(MaxBodyBytes + 1, context.RequestAborted);
        try
        {
            await (body.Buffer.Length > MaxBodyBytes ? RejectLengthAsync(context) : PublishAsync(context, topic, name, key, leave, body.Buffer));
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        }
    }

    private static bool IsBatch(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals(PublishBatch.MediaType, StringComparison.OrdinalIgnoreCase) || type.Equals(PublishBatch.OtherMediaType, StringComparison.OrdinalIgnoreCase);
    }

    private static Task RejectLengthAsync(HttpContext context) =>
        Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "Content Too Large",
            $"An event carries at most {MaxBodyBytes} bytes: send less, or send a link to the rest.");

    private static async Task PublishAsync(HttpContext context, string topic, string? name, string? key, LargeBodies.Leave? leave, ReadOnlySequence<byte> body)
    {
        var data = body.IsSingleSegment ? body.First : leave?.Join(body) ?? body.ToArray();
        var wrong = FieldRules.IndexOfInvalidUtf8(data.Span);
        if (wrong >= 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request",
                $"The body is no valid UTF-8: the byte at offset {wrong} is wrong.", json => json.WriteNumber("offset"u8, wrong));
            return;
        }

        var stream = context.RequestServices.GetRequiredService<TopicStream>();
        var receipt = key is null
            ? await stream.Publish(topic, name, data)
            : await context.RequestServices.GetRequiredService<EventStreamHub>().PublishOnceAsync(topic, key, () => stream.Publish(topic, name, data));
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("id"u8, receipt.Id.ToString());
        json.WriteNumber("subscribers"u8, receipt.Subscribers);
        json.WriteEndObject();
    }
}
