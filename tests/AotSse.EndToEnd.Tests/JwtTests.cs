using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AotSse.EndToEnd.Tests;

/// <summary>Subscribers with JSON Web Tokens: who gets in, to what, and for how long.</summary>
public sealed class JwtTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/stream")]
    [InlineData("/stream/a")]
    [InlineData("/stream/a?lastEventId=x-1")]
    [InlineData("/Stream/a")]
    [InlineData("/STREAM")]
    [InlineData("/sTREAM?topic=*")]
    [InlineData("/%53tream/a")]
    [InlineData("/x/../Stream/a")]
    [InlineData("/stream//a")]
    public async Task Without_a_token_there_is_no_stream(string path)
    {
        var (answer, challenge) = await AskAsync(_server, path);
        answer.Problem(401);
        Assert.Equal("Bearer realm=\"aotsse\"", challenge);
    }

    [Fact]
    public async Task The_rest_of_the_server_stays_open()
    {
        foreach (var path in new[] { "/", "/healthz", "/readyz" })
            Assert.Equal(200, (await AskAsync(_server, path)).Answer.Status);
        Assert.Equal(0, (await _server.Publisher.PublishAsync("a", "x")).Subscribers);
    }

    [Fact]
    public async Task A_token_is_taken_from_header_query_and_cookie()
    {
        var token = Jwt.Hs256(Jwt.Claims("a"));
        foreach (var (path, header) in new[] { ("/stream/a", $"Authorization: Bearer {token}"), ($"/stream/a?token={token}", "X-None: x"), ("/stream/a", $"Cookie: other=1; aotsse={token}") })
        {
            using var stream = (await EventStream.SubscribeAsync(_server.Port, path, header)).Stream;
            await _server.Publisher.PublishAsync("a", "x");
            Assert.EndsWith("data: x\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a", 200)]
    [InlineData("b/c", 200)]
    [InlineData("b/c/d", 200)]
    [InlineData("b%2Fc", 200)]
    [InlineData("x%20y", 200)]
    [InlineData("b", 403)]
    [InlineData("ab", 403)]
    [InlineData("A", 403)]
    [InlineData("bb/c", 403)]
    [InlineData("c", 403)]
    [InlineData("a/../c", 403)]
    public async Task The_claim_lists_topics_and_patterns(string topic, int status)
    {
        var token = Jwt.Hs256(Jwt.Claims("a", "b/*", "x y"));
        var answer = (await AskAsync(_server, $"/stream/{topic}", $"Authorization: Bearer {token}", head: status == 200)).Answer;
        if (status == 200)
            Assert.Equal(200, answer.Status);
        else
            answer.Problem(403);
    }

    [Fact]
    public async Task Rights_hold_for_the_past_and_for_topics_in_the_query_too()
    {
        var id = (await _server.Publisher.PublishAsync("secret", "past")).Id;
        var header = $"Authorization: Bearer {Jwt.Hs256(Jwt.Claims("a", "b/*"))}";
        (await AskAsync(_server, $"/stream/secret?lastEventId={id with { Number = 0 }}", header)).Answer.Problem(403);
        (await AskAsync(_server, "/stream?topic=a&topic=secret", header)).Answer.Problem(403);
        (await AskAsync(_server, "/stream?topic=*", header)).Answer.Problem(403);
        (await AskAsync(_server, "/stream?topic=b*", header)).Answer.Problem(403);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_the_reason_told()
    {
        var stale = Jwt.Claims("a");
        stale["exp"] = DateTimeOffset.UtcNow.AddSeconds(-5).ToUnixTimeSeconds();
        var early = Jwt.Claims("a");
        early["nbf"] = DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds();
        foreach (var (token, reason) in new[]
        {
            ("nonsense", "no valid JWT"),
            ("a.b.c", "no valid JWT"),
            (new string('x', 20_000), "longer than 16384 bytes"),
            (Jwt.Hs256(Jwt.Claims("a"), header: new JsonObject { ["crit"] = new JsonArray("b64"), ["b64"] = false }), "crit"),
            (Jwt.Hs256(Jwt.Claims("a"), "another key of thirty-two bytes.."), "signature"),
            (Jwt.Hs256(Jwt.Claims("a"))[..^4] + "AAAA", "signature"),
            (Jwt.Unsigned(Jwt.Claims("a")), "JWT"),
            (Jwt.Hs256(stale), "expired"),
            (Jwt.Hs256(early), "not valid yet"),
        })
        {
            var (answer, challenge) = await AskAsync(_server, "/stream/a", $"Authorization: Bearer {token}");
            Assert.True(answer.Status == 401, $"{token[..Math.Min(token.Length, 40)]}: {answer}");
            Assert.Contains("invalid_token", challenge, StringComparison.Ordinal);
            if (reason != "JWT")
                Assert.Contains(reason, answer.Problem(401).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_without_topics_allows_none()
    {
        foreach (var claims in new[] { new JsonObject(), Jwt.Claims(), new JsonObject { ["aotsse"] = "other" } })
            (await AskAsync(_server, "/stream/a", $"Authorization: Bearer {Jwt.Hs256(claims)}")).Answer.Problem(403);
        using var stream = (await EventStream.SubscribeAsync(_server.Port, "/stream/a", $"Authorization: Bearer {Jwt.Hs256(new JsonObject { ["aotsse"] = "a" })}")).Stream;
    }

    [Theory]
    [InlineData("/stream/a")]
    [InlineData("/stream")]
    public async Task The_stream_ends_with_the_token_and_says_when_to_come_back(string path)
    {
        var claims = Jwt.Claims("a");
        claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeSeconds();
        using var stream = await EventStream.OpenAsync(_server.Port, path, $"Authorization: Bearer {Jwt.Hs256(claims)}");
        var blocks = await stream.ReadToLastChunkAsync();
        Assert.Null(FirstBlock.Parse(blocks[^1]).Id);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), claims["exp"]!.GetValue<long>(), claims["exp"]!.GetValue<long>() + 5);
    }

    [Fact]
    public async Task Issuer_and_audience_must_be_those_that_are_set()
    {
        await using var server = await StartAsync("--jwt-issuer", "https://one.example,https://two.example", "--jwt-audience", "streams", "--jwt-cookie", "session");
        Assert.Equal(200, await StatusAsync("https://two.example", "streams"));
        Assert.Equal(401, await StatusAsync("https://evil.example", "streams"));
        Assert.Equal(401, await StatusAsync("https://one.example", "other"));
        Assert.Equal(401, await StatusAsync(null, "streams"));
        Assert.Equal(401, await StatusAsync("https://one.example", null));

        async Task<int> StatusAsync(string? issuer, string? audience)
        {
            var claims = Jwt.Claims("*");
            claims["iss"] = issuer;
            claims["aud"] = audience;
            return (await AskAsync(server, "/stream/a", $"Cookie: session={Jwt.Hs256(claims)}", head: true)).Answer.Status;
        }
    }

    [Fact]
    public async Task Public_keys_come_from_a_file_and_change_with_it()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var file = Path.Combine(Path.GetTempPath(), $"aotsse-{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(file, Jwt.KeySet(Jwt.Public(rsa, "r"), Jwt.Public(ec, "e"), Jwt.Public(longer, "l")), TestContext.Current.CancellationToken);
            await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--jwks", file] });
            var signedByRsa = Jwt.Rs256(Jwt.Claims("a"), rsa, "r");
            Assert.Equal(200, await StatusAsync(server, signedByRsa));
            Assert.Equal(200, await StatusAsync(server, Jwt.Es256(Jwt.Claims("a"), ec, "e")));
            Assert.Equal(401, await StatusAsync(server, Jwt.Es256(Jwt.Claims("a"), longer, "l")));
            Assert.Equal(401, await StatusAsync(server, Jwt.Hs256(Jwt.Claims("a"))));
            using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var signedByStrange = Jwt.Es256(Jwt.Claims("a"), strange, "e2");
            Assert.Equal(401, await StatusAsync(server, signedByStrange));

            await File.WriteAllTextAsync(file, "{ this is no key set", TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(
                async () =>
                {
                    Assert.Equal(200, await StatusAsync(server, signedByRsa));
                    return server.Said();
                },
                said => said.Contains("It is no JSON: 't' is an invalid start", StringComparison.Ordinal), Deadline.Usual, "the broken file is told of");
            Assert.Equal(200, await StatusAsync(server, signedByRsa));

            await File.WriteAllTextAsync(file, Jwt.KeySet(Jwt.Public(strange, "e2")), TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => StatusAsync(server, signedByStrange), status => status == 200, Deadline.Usual, "the new key is used");
            Assert.Equal(401, await StatusAsync(server, signedByRsa));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Tokens_are_never_logged()
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            MoreArguments = ["--jwt-key", Jwt.SharedKey],
            Environment = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Trace" },
        });
        var token = Jwt.Hs256(Jwt.Claims("a"));
        using (await EventStream.OpenAsync(server.Port, $"/stream/a?x=1&token={token}"))
        {
        }

        await AskAsync(server, "/stream/a?ticket=secret-ticket");
        await Deadline.UntilAsync(() => Task.FromResult(server.Said()), said => said.Contains("ticket=***", StringComparison.Ordinal), Deadline.Usual, "the requests are logged");
        Assert.Contains("token=***", server.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain(token[^20..], server.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-ticket", server.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_subscribes_by_cookie_and_by_query()
    {
        var token = Jwt.Hs256(Jwt.Claims("news"));
        foreach (var (page, stream) in new[] { ($"{_server.Origin}/healthz#aotsse={token}", $"{_server.Origin}/stream/news"), ($"{_server.Origin}/healthz", $"{_server.Origin}/stream/news?token={token}") })
        {
            await using var browser = NodeClient.Start("chromium.mjs", page, stream);
            await browser.NextAfterAsync(["console"], "page");
            await browser.NextAfterAsync(["console"], "open");
            await _server.Publisher.PublishAsync("news", "for who may");
            Assert.Equal("for who may", (await browser.NextAsync("message")).GetProperty("data").GetString());
        }
    }

    [Fact]
    public async Task A_browser_with_a_wrong_token_stops()
    {
        await using var browser = NodeClient.Start("chromium.mjs", $"{_server.Origin}/healthz", $"{_server.Origin}/stream/news?token=wrong");
        await browser.NextAfterAsync(["console"], "page");
        Assert.Equal(2, (await browser.NextAfterAsync(["console"], "error")).GetProperty("readyState").GetInt32());
    }

    [Fact]
    public async Task Pages_of_named_origins_may_send_cookies_and_headers()
    {
        await using var server = await StartAsync("--allowed-origins", "https://one.example");
        using var named = await EventStream.OpenAsync(server.Port, $"/stream?token={Jwt.Hs256(Jwt.Claims())}", "Origin: https://one.example");
        Assert.Equal(("true", "Content-Type, Authorization, Last-Event-ID"), (named.Head["Access-Control-Allow-Credentials"], named.Head["Access-Control-Allow-Headers"]));
        using var other = await EventStream.OpenAsync(server.Port, $"/stream?token={Jwt.Hs256(Jwt.Claims())}", "Origin: https://evil.example");
        Assert.Null(other.Head["Access-Control-Allow-Credentials"]);
        using var own = await EventStream.OpenAsync(_server.Port, $"/stream?token={Jwt.Hs256(Jwt.Claims())}", $"Origin: {_server.Origin}");
        Assert.Null(own.Head["Access-Control-Allow-Credentials"]);
    }

    private static Task<ServerProcess> StartAsync(params string[] more) => ServerProcess.StartAsync(new() { MoreArguments = ["--jwt-key", Jwt.SharedKey, .. more] });

    private static async Task<int> StatusAsync(ServerProcess server, string token) => (await AskAsync(server, "/stream/a", $"Authorization: Bearer {token}", head: true)).Answer.Status;

    private static async Task<(Answer Answer, string? Challenge)> AskAsync(ServerProcess server, string path, string header = "X-None: x", bool head = false)
    {
        using var connection = await RawConnection.ConnectAsync(server.Port);
        var request = EventStream.Request(path, $"127.0.0.1:{server.Port}", header);
        await connection.SendAsync(head ? "HEAD" + request["GET".Length..] : request);
        var answered = await ResponseHead.ReadAsync(connection).Within(Deadline.Usual, () => $"the head of {path}");
        if (head || answered.Status == 200)
            return (new Answer(answered.Status, null, ""), null);
        var body = new ChunkedBody(connection);
        using var all = new MemoryStream();
        while (await body.ReadChunkAsync() is { } chunk)
            all.Write(chunk);
        return (new Answer(answered.Status, answered["Content-Type"], System.Text.Encoding.UTF8.GetString(all.ToArray())), answered["WWW-Authenticate"]);
    }
}
