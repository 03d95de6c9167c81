using System.Text;

namespace AotSse.Server.Page;

/// <summary>
/// The page as it is sent: one document, with the style and the scripts of its files inside of it, and a policy that lets run nothing but these (CSP Level 3, by hashes).
/// </summary>
/// <remarks>Put together once. The hashes are those of the build (<c>PageFiles.g.cs</c>): a server without OpenSSL cannot make any.</remarks>
internal sealed class PageDocument
{
    private readonly byte[] _body;
    private readonly string _policy;
    private readonly string _tag;

    /// <param name="values">What takes the place of <c>{name}</c> in the page; nothing that needs an escape in an attribute.</param>
    public PageDocument(ReadOnlySpan<(string Name, string Value)> values)
    {
        var page = new StringBuilder(Read("page.html"));
        var tag = new StringBuilder("\"");
        foreach (var (name, value) in values)
        {
            page.Replace($"{{{name}}}", value);
            tag.Append(value).Append('.');
        }

        var scripts = new StringBuilder();
        var style = "";
        foreach (var (name, hash) in PageFiles.All)
        {
            tag.Append(hash.AsSpan(0, 6));
            if (name.EndsWith(".js", StringComparison.Ordinal))
            {
                page.Replace($"<script src=\"{name}\">", $"<script>{Read(name)}");
                scripts.Append($" 'sha256-{hash}'");
            }
            else if (name.EndsWith(".css", StringComparison.Ordinal))
            {
                page.Replace($"<link rel=\"stylesheet\" href=\"{name}\">", $"<style>{Read(name)}</style>");
                style = $"'sha256-{hash}'";
            }
        }

        _body = Encoding.UTF8.GetBytes(page.ToString());
        _tag = tag.Append('"').ToString();
        _policy = $"default-src 'none'; script-src{scripts}; style-src {style}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";
    }

    /// <summary>Answers with the page, with its head to HEAD, or by 304 to who has it already.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.ETag = _tag;
        headers.CacheControl = "no-cache";
        foreach (var known in context.Request.Headers.IfNoneMatch)
        {
            if (known is null || !known.Contains(_tag, StringComparison.Ordinal)) continue;
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentType = "text/html; charset=utf-8";
        headers.ContentLength = _body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(_body, context.RequestAborted).AsTask();
    }

    private static string Read(string name)
    {
        using var stream = typeof(PageDocument).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
