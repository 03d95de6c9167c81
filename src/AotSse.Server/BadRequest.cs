using AotSse.Hosting;

namespace AotSse.Server;

/// <summary>Tells a client whose body broke off or broke the rules of HTTP so, where the server would answer 500 and log an error of its own.</summary>
internal static class BadRequest
{
    public static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (IOException bad) when (!context.Response.HasStarted)
        {
            // The server throws BadHttpRequestException, but for a chunk of impossible size its base. Where the next request would begin is not known.
            context.Response.Headers.Connection = "close";
            var status = bad is BadHttpRequestException { StatusCode: var known } ? known : StatusCodes.Status400BadRequest;
            await Problem.WriteAsync(context, status, "Bad Request", $"The request cannot be read: {bad.Message}");
        }
        catch (IOException)
        {
            // The answer to a batch is under way: its end tells the client that the rest was not read.
            context.Abort();
        }
    }
}
