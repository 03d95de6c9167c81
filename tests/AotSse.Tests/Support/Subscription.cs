using System.Text;

namespace AotSse.Tests.Support;

/// <summary>An open stream, read as text block by block.</summary>
internal sealed class Subscription(HttpResponseMessage response, Stream body) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private string _text = "";

    public HttpResponseMessage Response => response;

    /// <summary>The next block with its blank line, as it came; empty at the end of the stream.</summary>
    public async Task<string> NextAsync()
    {
        while (true)
        {
            var end = _text.IndexOf("\n\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var block = _text[..(end + 2)];
                _text = _text[(end + 2)..];
                return block;
            }

            var read = await body.ReadAsync(_buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
            if (read == 0)
            {
                Assert.Equal("", _text); // A stream ends after a blank line.
                return "";
            }

            _text += Encoding.UTF8.GetString(_buffer, 0, read);
        }
    }

    /// <summary>The next block, while time is made to pass: when the server looks at its clock is its own affair.</summary>
    public async Task<string> NextWhileAsync(Action advance)
    {
        var next = NextAsync();
        while (!next.IsCompleted)
        {
            advance();
            await Task.Yield();
        }

        return await next;
    }

    /// <summary>Reads the block that opens every stream.</summary>
    public async Task<Subscription> OpenedAsync()
    {
        Assert.Matches(@"^retry: \d+\n(id: [a-z0-9]+-\d+\n)?\n$", await NextAsync());
        return this;
    }

    /// <summary>All that comes until the end.</summary>
    public async Task<string> RestAsync()
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        return _text + await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    public void Dispose() => response.Dispose();
}
