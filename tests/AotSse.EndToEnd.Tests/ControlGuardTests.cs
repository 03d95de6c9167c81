namespace AotSse.EndToEnd.Tests;

/// <summary>Whatever page a browser on this machine shows, it cannot publish.</summary>
public sealed class ControlGuardTests
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://127.0.0.1:4000")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:4001")]
    public async Task A_request_that_a_page_could_send_is_refused_and_changes_nothing(string header, string value)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Publisher.Address}/stream/guarded")) { Content = new StringContent("forged") };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());

        Assert.EndsWith("-1", (await server.Publisher.PublishAsync("guarded", "real")).Id.ToString(), StringComparison.Ordinal);
    }
}
