using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AotSse.Hosting;

/// <summary>Writes errors as Problem Details for HTTP APIs (RFC 9457), without reflection.</summary>
public static class Problem
{
    /// <summary>Answers the request with an error. The response must not have started.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">A status of 400 or above.</param>
    /// <param name="title">What kind of error it is, the same for each occurrence.</param>
    /// <param name="detail">What was wrong with this request and what to do.</param>
    /// <param name="members">Writes further members, such as <c>parameter</c>.</param>
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail, Action<Utf8JsonWriter>? members = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("title"u8, title);
            json.WriteNumber("status"u8, status);
            json.WriteString("detail"u8, detail);
            members?.Invoke(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
