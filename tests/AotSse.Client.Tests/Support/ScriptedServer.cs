using System.Net;
using System.Text;
using System.Threading.Channels;

namespace AotSse.Client.Tests.Support;

/// <summary>A server whose every answer the test writes, byte by byte.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Channel<Exchange> _requests = Channel.CreateUnbounded<Exchange>();

    public HttpClient CreateClient() => new(this, disposeHandler: false) { BaseAddress = new Uri("http://server.test/base/") };

    /// <summary>The next request, which waits for its answer.</summary>
    public async Task<Exchange> NextAsync() => await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Whether a request is there already.</summary>
    public bool HasRequest => _requests.Reader.Count > 0;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(request, cancellationToken);
        _requests.Writer.TryWrite(exchange);
        return exchange.Response;
    }
}

/// <summary>A request and the answer to it.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedBody _body = new();

    public Exchange(HttpRequestMessage request, CancellationToken cancellation)
    {
        Address = request.RequestUri!;
        Headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        cancellation.Register(() => _response.TrySetCanceled(cancellation));
    }

    public Uri Address { get; }

    public Dictionary<string, string> Headers { get; }

    public string? LastEventId => Headers.GetValueOrDefault("Last-Event-ID");

    /// <summary>Whether the client has dealt with all that was sent and waits for more.</summary>
    public bool IsAwaited => _body.IsAwaited;

    public Task<HttpResponseMessage> Response => _response.Task;

    /// <summary>Answers with a stream that is open until the test ends it.</summary>
    public Exchange Open(string contentType = "text/event-stream")
    {
        var content = new StreamContent(_body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        _response.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = new HttpRequestMessage(HttpMethod.Get, Address) });
        return this;
    }

    public Exchange Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public Exchange Send(byte[] bytes)
    {
        _body.Write(bytes);
        return this;
    }

    public void Dispose() => _body.Dispose();

    public void Close() => _body.End(null);

    public void Break() => _body.End(new IOException("The cable was cut."));

    public void Refuse(Exception error) => _response.SetException(error);

    public void Answer(HttpStatusCode status, string body = "", string contentType = "application/problem+json", TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType), RequestMessage = new HttpRequestMessage(HttpMethod.Get, Address) };
        if (retryAfter is { } wait) response.Headers.RetryAfter = new(wait);
        _response.SetResult(response);
    }
}
