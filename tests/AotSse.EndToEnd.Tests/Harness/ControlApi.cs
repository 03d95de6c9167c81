using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The publisher's side: what a service beside the sidecar sends to the control listener.</summary>
internal sealed class ControlApi(string address)
{
    private static readonly HttpClient Client = new() { Timeout = Deadline.Usual };

    public string Address => address;

    /// <summary>Publishes and takes apart the answer, which must be the documented one.</summary>
    public Task<Published> PublishAsync(string topic, string data, string? eventName = null) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(data), eventName);

    public async Task<Published> PublishAsync(string topic, byte[] data, string? eventName = null)
    {
        var query = eventName is null ? "" : "?event=" + Uri.EscapeDataString(eventName);
        var answer = await PostAsync($"/stream/{topic}{query}", data);
        Assert.True(answer.Status == 200, $"Publishing to {topic} was answered by {answer}");
        Assert.Equal("application/json", answer.MediaType);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(["id", "subscribers"], json.RootElement.EnumerateObject().Select(property => property.Name));
        return new Published(EventId.Parse(json.RootElement.GetProperty("id").GetString()!), json.RootElement.GetProperty("subscribers").GetInt32());
    }

    /// <summary>Posts whatever is given, right or wrong, to a path that is sent as it is written.</summary>
    public async Task<Answer> PostAsync(string pathAndQuery, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, Verbatim(pathAndQuery)) { Content = content };
        return await Answer.FromAsync(await Client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public async Task<Answer> GetAsync(string pathAndQuery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Verbatim(pathAndQuery));
        return await Answer.FromAsync(await Client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>Without this, <see cref="Uri"/> would tidy up %61 to "a" and the like before the server could see it.</summary>
    private Uri Verbatim(string pathAndQuery) =>
        new(address + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
