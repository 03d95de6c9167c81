using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AotSse.Client.Payloads;

/// <summary>Turns the data of an event into what the contract says it is. Generated clients call it.</summary>
public static class EventData
{
    /// <summary>Data that is text.</summary>
    public static string Text(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data);

    /// <summary>Data that is JSON.</summary>
    /// <param name="eventName">The event, for the message of an error.</param>
    /// <param name="data">Its data.</param>
    /// <param name="type">What it is.</param>
    /// <exception cref="EventStreamException">It is something else.</exception>
    public static T? Json<T>(string eventName, ReadOnlySpan<byte> data, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(data, type);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw Unreadable(eventName, error);
        }
    }

    /// <summary>Data that is a JSON object with the arguments of a push method.</summary>
    /// <inheritdoc cref="Json"/>
    public static T Record<T>(string eventName, ReadOnlySpan<byte> data, JsonTypeInfo<T> type) where T : class =>
        Json(eventName, data, type) ?? throw Unreadable(eventName, new JsonException("It is null."));

    /// <summary>The data of a <c>gap</c> event.</summary>
    /// <exception cref="EventStreamException">It is something else.</exception>
    public static GapInfo Gap(ReadOnlySpan<byte> data)
    {
        try
        {
            return GapInfo.Read(data);
        }
        catch (JsonException error)
        {
            throw Unreadable(GapInfo.EventName, error);
        }
    }

    private static EventStreamException Unreadable(string eventName, Exception error) =>
        new($"The event '{eventName}' is not what the contract says: {error.Message} Is the server of another version?", error);
}
