namespace AotSse.EndToEnd.Tests;

/// <summary>The control listener as a file, which only those may open whom the file system lets.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"aotsse-{Guid.NewGuid():N}.sock");

    private ServerSettings Settings => new() { Control = $"unix:{_file}" };

    [Fact]
    public async Task It_says_where_it_listens_as_it_was_told() =>
        Assert.Equal($"unix:{_file}", await WithServerAsync(server => Task.FromResult(server.Control)));

    [Fact]
    public async Task What_is_published_there_reaches_subscribers()
    {
        var block = await WithServerAsync(async server =>
        {
            var (stream, _) = await EventStream.SubscribeAsync(server.Port, "/stream/a-topic");
            using var _1 = stream;
            Assert.Matches("""\A\{"id":"[!-~]+-1","subscribers":1\}\z""", await PublishAsync());
            return await stream.NextBlockAsync();
        });

        Assert.Matches(@"\Aid: [!-~]+-1\ndata: x\n\n\z", block);
    }

    [Fact]
    public async Task A_server_that_ends_in_good_order_removes_the_file()
    {
        await WithServerAsync(async server =>
        {
            Assert.True(File.Exists(_file));
            server.Terminate();
            return await server.WaitForExitAsync(Deadline.Usual);
        });

        Assert.False(File.Exists(_file));
    }

    [Fact]
    public async Task A_file_that_a_crash_left_behind_is_no_obstacle()
    {
        await WithServerAsync(async server =>
        {
            await server.KillAsync();
            return server;
        });
        Assert.True(File.Exists(_file));

        Assert.Matches("""\A\{"id":"[!-~]+-1","subscribers":0\}\z""", await WithServerAsync(_ => PublishAsync()));
    }

    [Fact]
    public async Task A_file_that_another_server_listens_on_is_left_to_it()
    {
        var answer = await WithServerAsync(async _ =>
        {
            var second = await Command.RunServerAsync(Settings);
            Assert.True(second.ExitCode == 2, second.ToString());
            Assert.Contains(_file, second.Error, StringComparison.Ordinal);
            return await PublishAsync();
        });

        Assert.Matches("""\A\{"id":"[!-~]+-1","subscribers":0\}\z""", answer);
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_neither_used_nor_removed()
    {
        await File.WriteAllTextAsync(_file, "precious", TestContext.Current.CancellationToken);

        var run = await Command.RunServerAsync(Settings);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Equal("precious", await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken));
    }

    public void Dispose() => File.Delete(_file);

    private async Task<T> WithServerAsync<T>(Func<ServerProcess, Task<T>> use)
    {
        await using var server = await ServerProcess.StartAsync(Settings);
        return await use(server);
    }

    /// <summary>Straight to the file: where the server says it listens is the first test's matter.</summary>
    private async Task<string> PublishAsync()
    {
        using var connection = await RawConnection.ConnectAsync($"unix:{_file}");
        await connection.SendAsync("POST /stream/a-topic HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
        return (await Answer.ReadAsync(connection)).Body;
    }
}
