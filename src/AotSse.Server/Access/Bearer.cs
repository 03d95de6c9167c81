using AotSse.Hosting;

namespace AotSse.Server.Access;

/// <summary>Credentials in the Authorization header (RFC 6750).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of the header, if it has one.</summary>
    public static string? Token(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    /// <summary>Answers 401. An EventSource stops then, as it should: the same credentials will not do better later.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">The error code, if there were credentials.</param>
    /// <param name="detail">What is wrong, in ASCII.</param>
    public static Task ChallengeAsync(HttpContext context, string? error, string detail)
    {
        context.Response.Headers.WWWAuthenticate = error is null ? "Bearer realm=\"aotsse\"" : $"Bearer realm=\"aotsse\", error=\"{error}\"";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", detail);
    }

    /// <summary>Answers 403 to who is known and may not.</summary>
    public static Task RefuseAsync(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"aotsse\", error=\"insufficient_scope\"";
        return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden", detail);
    }
}
