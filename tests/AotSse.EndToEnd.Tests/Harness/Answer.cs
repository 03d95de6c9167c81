using System.Text.Json;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>What a request that is no stream was answered.</summary>
internal sealed record Answer(int Status, string? MediaType, string Body)
{
    public static async Task<Answer> FromAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        }
    }

    /// <summary>Reads an answer off a raw connection: its length is in the head, or the connection's end ends it.</summary>
    public static async Task<Answer> ReadAsync(RawConnection connection)
    {
        var head = await ResponseHead.ReadAsync(connection).Within(Deadline.Usual, () => "the head of an answer");
        var body = head["Content-Length"] is { } length
            ? await connection.ReadExactlyAsync(int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))
            : await ReadChunksAsync(connection);
        return new Answer(head.Status, head["Content-Type"]?.Split(';')[0], System.Text.Encoding.UTF8.GetString(body));
    }

    /// <summary>Asserts that this is an error in the form of RFC 9457 and returns its object for a closer look.</summary>
    public JsonElement Problem(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {this}");
        Assert.True(MediaType == "application/problem+json", $"Expected a problem, got {this}");
        using var json = JsonDocument.Parse(Body);
        Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        return json.RootElement.Clone();
    }

    private static async Task<byte[]> ReadChunksAsync(RawConnection connection)
    {
        var body = new ChunkedBody(connection);
        using var all = new MemoryStream();
        while (await body.ReadChunkAsync().Within(Deadline.Usual, () => "a chunk of an answer") is { } chunk)
            all.Write(chunk);
        return all.ToArray();
    }
}
