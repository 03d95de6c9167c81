using System.Net;
using System.Text;
using System.Text.Json;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>Publishes each event under a key, at any node, again and again until it is confirmed: as a service does that must not lose anything. For one caller at a time.</summary>
/// <param name="nodes">Where it publishes.</param>
/// <param name="ledger">Is told what was confirmed.</param>
/// <param name="seed">Decides where it goes.</param>
internal sealed class KeyedPublisher(Nodes nodes, Ledger ledger, int seed)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler()) { Timeout = Deadline.Usual };

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private const int MaxKeyLength = 64;

    private readonly Random _random = new(seed);

    /// <summary>How often something had to be sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>Publishes one event by a request of its own; its data is its key.</summary>
    public async Task PublishAsync(string topic, string data)
    {
        while (true)
        {
            using var request = Request(_random.Next(nodes.Count), topic, data, "text/plain");
            request.Headers.Add("Idempotency-Key", $"\"{data}\"");
            if (await TrySendAsync(request) is { } answer)
            {
                using var json = JsonDocument.Parse(answer);
                ledger.Confirm(topic, json.RootElement.GetProperty("id").GetString()!, data);
                return;
            }

            await PauseAsync();
        }
    }

    /// <summary>Publishes many at once as lines of JSON; the beginning of each is its key.</summary>
    public async Task PublishAsync(string topic, IReadOnlyCollection<string> data)
    {
        for (var open = data.ToList(); ;)
        {
            var lines = string.Concat(open.Select(static one => $"{{\"data\":\"{one}\",\"key\":\"{one[..Math.Min(one.Length, MaxKeyLength)]}\"}}\n"));
            using var request = Request(_random.Next(nodes.Count), topic, lines, "application/x-ndjson");
            var answers = await TrySendAsync(request) ?? "";
            var confirmed = new HashSet<string>();
            foreach (var line in answers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(line);
                if (!json.RootElement.TryGetProperty("id", out var id))
                {
                    Assert.Matches("again|once more", json.RootElement.GetProperty("error").GetString());
                    continue;
                }

                var one = open[json.RootElement.GetProperty("line").GetInt32() - 1];
                ledger.Confirm(topic, id.GetString()!, one);
                confirmed.Add(one);
            }

            open.RemoveAll(confirmed.Contains);
            if (open.Count == 0) return;
            await PauseAsync();
        }
    }

    private HttpRequestMessage Request(int node, string topic, string body, string type) => new(HttpMethod.Post, new Uri($"{nodes.ControlOf(node)}/stream/{topic}"))
    {
        Content = new StringContent(body, Encoding.UTF8, type),
    };

    /// <returns>The answer; none if the node is away, or cannot publish now.</returns>
    private static async Task<string?> TrySendAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.OK) return answer;

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}: {answer}");
            Assert.NotNull(response.Headers.RetryAfter);
            return null;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The node was killed, maybe before it could answer.
            return null;
        }
    }

    private Task PauseAsync()
    {
        Retries++;
        return Task.Delay(Pause, TestContext.Current.CancellationToken);
    }
}
