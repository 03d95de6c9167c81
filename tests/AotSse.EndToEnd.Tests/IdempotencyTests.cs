namespace AotSse.EndToEnd.Tests;

/// <summary>A publisher that got no answer asks again, and nothing is sent twice.</summary>
public sealed class IdempotencyTests(RunningServer running) : IClassFixture<RunningServer>
{
    private static readonly HttpClient Client = new() { Timeout = Deadline.Usual };

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Fact]
    public async Task A_repeated_key_is_answered_as_the_first_time()
    {
        using var stream = (await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}")).Stream;
        var first = await PostAsync(_topic, "\"8e03978e\"", "one");
        Assert.Equal(first, await PostAsync(_topic, "\"8e03978e\"", "one"));
        Assert.Equal(first, await PostAsync(_topic, "8e03978e", "one"));
        var other = await PostAsync(_topic, "\"8e03978f\"", "two");

        var blocks = await stream.NextBlocksAsync(2);
        Assert.EndsWith("data: one\n\n", blocks[0], StringComparison.Ordinal);
        Assert.EndsWith("data: two\n\n", blocks[1], StringComparison.Ordinal);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Topics_have_keys_of_their_own()
    {
        using var stream = (await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}/below")).Stream;
        await PostAsync(_topic, "k", "x");
        await PostAsync($"{_topic}/below", "k", "y");
        Assert.EndsWith("data: y\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_at_the_same_time_one_is_sent()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostAsync(_topic, "same", "x")));
        Assert.Single(answers.Distinct());
        using var stream = (await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}")).Stream;
        await Server.Publisher.PublishAsync(_topic, "next");
        Assert.EndsWith("data: next\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"\"")]
    [InlineData("\"a\\x\"")]
    public async Task What_is_no_key_is_refused(string key)
    {
        using var response = await SendAsync(_topic, key, "x");
        var problem = (await Answer.FromAsync(response)).Problem(400);
        Assert.Equal("Idempotency-Key", problem.GetProperty("parameter").GetString());
    }

    private async Task<Answer> PostAsync(string topic, string key, string data)
    {
        using var response = await SendAsync(topic, key, data);
        Assert.Equal(200, (int)response.StatusCode);
        return await Answer.FromAsync(response);
    }

    private async Task<HttpResponseMessage> SendAsync(string topic, string key, string data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Server.Control}/stream/{topic}")) { Content = new StringContent(data) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
