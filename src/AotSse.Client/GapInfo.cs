using System.Text.Json;

namespace AotSse.Client;

/// <summary>What the server says when it cannot go on from a client's position: some events are lost; everything it retains follows.</summary>
/// <param name="LastEventId">The position that the client asked for, cut to 128 characters.</param>
/// <param name="Oldest">The id of the oldest event that follows, if there is one.</param>
/// <param name="Reason">Why.</param>
public readonly record struct GapInfo(string? LastEventId, string? Oldest, GapReason Reason)
{
    /// <summary>The name of the event that carries it.</summary>
    public const string EventName = "gap";

    /// <summary>Reads the data of a <c>gap</c> event.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static GapInfo Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The data of a gap is a JSON object.");
        return new GapInfo(Text(document, "lastEventId"), Text(document, "oldest"), Text(document, "reason") switch
        {
            "evicted" => GapReason.Evicted,
            "epoch" => GapReason.Epoch,
            "lagged" => GapReason.Lagged,
            _ => GapReason.Unknown,
        });
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
