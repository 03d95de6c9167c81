using AotSse.Hosting;

namespace AotSse.Server;

/// <summary>Tells a client that what it asks cannot be done now, and that it soon may be: it has lost nothing and asks again.</summary>
internal static class Unavailable
{
    /// <summary>Whether an error is one that passes: no memory for an event, or no replicated log.</summary>
    public static bool IsPassing(Exception error) => error is EventMemoryException or OutOfMemoryException or EventPublishException;

    /// <summary>What is wrong, and what to do about it.</summary>
    public static string AdviceFor(Exception error) => error is EventPublishException
        ? error.Message
        : "Nothing was published, there is no memory for it now: send it again in a moment. To keep fewer events, lower --retain-total-bytes; else allow the server more memory.";

    public static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception passing) when (IsPassing(passing) && !context.Response.HasStarted)
        {
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                // An EventSource never comes back from a 503, but it does from a lost connection.
                context.Abort();
                return;
            }

            context.Response.Headers.RetryAfter = "1";
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable", AdviceFor(passing));
        }
    }
}
