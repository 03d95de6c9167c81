using AotSse.Hosting;

namespace AotSse.Server;

/// <summary>Tells a client that there is no memory for what it asks, and that there soon may be: it has lost nothing and asks again.</summary>
internal static class OutOfMemory
{
    /// <summary>What to do about it.</summary>
    public const string Advice = "there is no memory for it now: send it again in a moment. To keep fewer events, lower --retain-total-bytes; else allow the server more memory";

    public static bool IsLackOfMemory(Exception error) => error is EventMemoryException or OutOfMemoryException;

    public static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception full) when (IsLackOfMemory(full) && !context.Response.HasStarted)
        {
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                // An EventSource never comes back from a 503, but it does from a lost connection.
                context.Abort();
                return;
            }

            context.Response.Headers.RetryAfter = "1";
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable", $"Nothing was published, {Advice}.");
        }
    }
}
