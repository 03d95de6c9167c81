using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Tests.Support;

/// <summary>What compression does to a response, without the compression.</summary>
internal sealed class ReplacedBody(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    public int WriterUses { get; private set; }

    public Stream Stream => inner.Stream;

    public PipeWriter Writer
    {
        get
        {
            WriterUses++;
            return inner.Writer;
        }
    }

    /// <summary>Puts itself before the server's body.</summary>
    public static ReplacedBody Replace(HttpContext context)
    {
        var body = new ReplacedBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(body);
        return body;
    }

    public Task CompleteAsync() => inner.CompleteAsync();

    public void DisableBuffering() => inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
}
