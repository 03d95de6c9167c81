using System.Net;

namespace AotSse.Tests.Hosting;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("*/*", true)]
    [InlineData("text/event-stream", true)]
    [InlineData("TEXT/Event-Stream", true)]
    [InlineData("text/*;q=0.1", true)]
    [InlineData("text/html, */*;q=0.8", true)]
    [InlineData("application/json", false)]
    [InlineData("text/html,application/xml;q=0.9", false)]
    [InlineData("*/*;q=0", false)]
    [InlineData("text/event-stream;q=0, */*", false)]
    [InlineData("text/event-stream, */*;q=0", true)]
    public async Task An_accept_header_that_excludes_streams_is_answered_406(string? accept, bool accepted)
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await app.SubscribeAsync("/prices/A", accept is null ? [] : [("Accept", accept)]);
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.NotAcceptable, stream.Response.StatusCode);
        Assert.Equal(accepted ? "text/event-stream" : "application/problem+json", stream.Response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Head_gets_the_head_alone()
    {
        await using var app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/prices/A");
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(0, app.Hub.ConnectionCount);
    }

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.Client.PostAsync("/prices/A", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
