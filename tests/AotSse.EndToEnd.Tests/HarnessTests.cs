using System.Net;
using System.Net.Sockets;

namespace AotSse.EndToEnd.Tests;

/// <summary>The reader must reject what it is there to reject: with a lenient one, no test of the framing could fail.</summary>
public sealed class HarnessTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("8\r\ndata: a\n\r\n1\r\n\n\r\n0\r\n\r\n", "data: a\n\n")]
    [InlineData("9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n", "data: a\n\n", "data: b\n\n")]
    [InlineData("0\r\n\r\n")]
    public async Task A_well_formed_body_is_read_to_its_end(string body, params string[] blocks)
    {
        var (stream, server) = await OpenAsync(body);
        using var both = new Disposables(stream, server);

        Assert.Equal(blocks, await stream.ReadToEndAsync());
    }

    [Theory]
    [InlineData("9\r\ndata: a\n\n\r\n", typeof(EndOfStreamException))]
    [InlineData("9\r\ndata: a\n\n\r\n0\r\n", typeof(EndOfStreamException))]
    [InlineData("9\r\ndata", typeof(EndOfStreamException))]
    [InlineData("8\r\ndata: a\n\n\r\n0\r\n\r\n", typeof(InvalidDataException))]
    [InlineData("a\r\ndata: a\n\n\r\n0\r\n\r\n", typeof(InvalidDataException))]
    [InlineData("9;ext=1\r\ndata: a\n\n\r\n0\r\n\r\n", typeof(InvalidDataException))]
    [InlineData("9\ndata: a\n\n\r\n0\r\n\r\n", typeof(InvalidDataException))]
    [InlineData("8\r\ndata: a\n\r\n0\r\n\r\n", typeof(InvalidDataException))]
    [InlineData("data: a\n\n", typeof(InvalidDataException))]
    [InlineData("0\r\nTrailer: x\r\n\r\n", typeof(InvalidDataException))]
    public async Task A_body_with_broken_framing_is_an_error(string body, Type error)
    {
        var (stream, server) = await OpenAsync(body);
        using var both = new Disposables(stream, server);

        await Assert.ThrowsAsync(error, stream.ReadToEndAsync);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_an_error()
    {
        var (stream, server) = await OpenAsync("9\r\ndata: \u00ff\n\n\r\n0\r\n\r\n");
        using var both = new Disposables(stream, server);

        await Assert.ThrowsAnyAsync<ArgumentException>(stream.ReadToEndAsync);
    }

    [Fact]
    public async Task Bytes_after_the_terminating_chunk_are_an_error()
    {
        var (stream, server) = await OpenAsync("0\r\n\r\nmore");
        using var both = new Disposables(stream, server);

        await Assert.ThrowsAnyAsync<Exception>(stream.ReadToEndAsync);
    }

    [Theory]
    [InlineData("id: e-1\n\n")]
    [InlineData("retry: 1000\n")]
    [InlineData("retry: x\n\n")]
    [InlineData("retry: 1000\ndata: x\n\n")]
    [InlineData("retry: 1000\nid: with space-1\n\n")]
    public void A_first_block_of_another_form_is_an_error(string block) => Assert.ThrowsAny<Exception>(() => FirstBlock.Parse(block));

    private static async Task<(EventStream Stream, Socket Server)> OpenAsync(string body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var accepting = listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var opening = EventStream.OpenAsync(port, "/");
        var server = await accepting;
        await server.SendAsync(System.Text.Encoding.Latin1.GetBytes(Head + body));
        server.Shutdown(SocketShutdown.Send);
        return (await opening, server);
    }
}
