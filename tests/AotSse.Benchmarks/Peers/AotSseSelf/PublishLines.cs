using System.Buffers;
using System.Text;

namespace AotSse.Benchmarks.AotSseSelf;

/// <summary><c>POST /publish</c>: each line is <c>&lt;topic&gt; &lt;data&gt;</c>.</summary>
internal static class PublishLines
{
    public static async Task HandleAsync(HttpContext context)
    {
        var length = (int)context.Request.ContentLength!.Value;
        var body = await context.Request.BodyReader.ReadAtLeastAsync(length);
        // One copy for each POST: the body may lie in several pieces.
        Publish(context.RequestServices.GetRequiredService<EventTopic>(), body.Buffer.ToArray());
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static void Publish(EventTopic topics, ReadOnlyMemory<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            var space = line.Span.IndexOf((byte)' ');
            if (space > 0) topics.Publish(Encoding.UTF8.GetString(line.Span[..space]), null, line[(space + 1)..]);
        }
    }
}
