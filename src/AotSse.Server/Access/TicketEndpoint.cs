using System.Text.Json;
using AotSse.Hosting;
using AotSse.Wire;

namespace AotSse.Server.Access;

/// <summary>
/// <c>POST /tickets</c> on the control listener: a ticket opens one stream, soon, so that no long-lived token stands in an URL.
/// </summary>
/// <param name="tickets">Where tickets are kept.</param>
internal sealed class TicketEndpoint(TicketStore tickets)
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int DefaultSeconds = 30;
    private const int MaxSeconds = 3600;

    public async Task HandleAsync(HttpContext context)
    {
        var body = await context.Request.BodyReader.ReadAtLeastAsync(MaxBodyBytes + 1, context.RequestAborted);
        var isLong = body.Buffer.Length > MaxBodyBytes;
        string? error = null;
        var seconds = DefaultSeconds;
        var topics = new List<string>();
        try
        {
            using var json = isLong ? null : JsonDocument.Parse(body.Buffer);
            error = isLong ? $"The body is longer than {MaxBodyBytes} bytes." : Read(json!.RootElement, topics, ref seconds);
        }
        catch (JsonException wrong)
        {
            error = $"The body is no valid JSON: {wrong.Message}";
        }
        catch (InvalidOperationException)
        {
            // How the reader says, when it is asked for it, that a text is none.
            error = "The body is no valid JSON: a text has half of a character, or is no UTF-8.";
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        }

        if (error is not null)
        {
            await Problem.WriteAsync(context, isLong ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, isLong ? "Content Too Large" : "Bad Request",
                error + " Send {\"topics\":[\"a\",\"b/*\"],\"seconds\":30}.");
            return;
        }

        if (tickets.Issue(new TopicRights(topics), TimeSpan.FromSeconds(seconds)) is not { } ticket)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable", "Too many tickets are out that nobody has used: wait until some expire, or make them shorter-lived.");
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using var answer = new Utf8JsonWriter(context.Response.BodyWriter);
        answer.WriteStartObject();
        answer.WriteString("ticket"u8, ticket);
        answer.WriteEndObject();
    }

    /// <returns>What is wrong, if something is.</returns>
    private static string? Read(JsonElement root, List<string> topics, ref int seconds)
    {
        if (root.ValueKind != JsonValueKind.Object) return "The body is no JSON object.";
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("seconds"u8))
            {
                if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out seconds) || seconds is < 1 or > MaxSeconds)
                    return $"'seconds' must be a whole number from 1 to {MaxSeconds}.";
            }
            else if (member.NameEquals("topics"u8))
            {
                if (member.Value.ValueKind != JsonValueKind.Array) return "'topics' must be an array of strings.";
                foreach (var topic in member.Value.EnumerateArray())
                {
                    if (topic.ValueKind != JsonValueKind.String || !FieldRules.IsValid(topic.GetString())) return $"Each of 'topics' must be {FieldRules.Rule}.";
                    topics.Add(topic.GetString()!);
                }
            }
            else return $"There is no member '{SafeName(member.Name)}'.";
        }

        return topics.Count is >= 1 and <= TopicRights.MaxPatterns ? null : $"'topics' must name 1 to {TopicRights.MaxPatterns} topics or patterns.";
    }

    private static string SafeName(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
