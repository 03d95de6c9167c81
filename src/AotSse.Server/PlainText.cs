namespace AotSse.Server;

/// <summary>Short answers for people and probes.</summary>
internal static class PlainText
{
    /// <summary>Answers with text, and nothing but its head to HEAD.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlySpan<byte> text)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = text.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;

        text.CopyTo(response.BodyWriter.GetSpan(text.Length));
        response.BodyWriter.Advance(text.Length);
        return Task.CompletedTask;
    }
}
