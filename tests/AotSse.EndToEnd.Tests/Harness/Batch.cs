using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A batch of events as lines of JSON, and its answer line by line.</summary>
internal static class Batch
{
    private static readonly HttpClient Client = new() { Timeout = Deadline.Usual };

    /// <summary>Posts the lines and takes the answer apart, which must be as many objects.</summary>
    public static async Task<JsonElement[]> PostAsync(ServerProcess server, string topic, string lines, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(server, topic, lines, headers);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(text.Length == 0 || text.EndsWith('\n'), text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    public static async Task<HttpResponseMessage> SendAsync(ServerProcess server, string topic, string lines, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Control}/stream/{topic}")) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(lines)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", headers.FirstOrDefault(static header => header.Name == "Content-Type").Value ?? "application/x-ndjson");
        foreach (var (name, value) in headers.Where(static header => header.Name != "Content-Type"))
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
