using AotSse.Hosting;

namespace AotSse.Server;

/// <summary>Gives the answers that routing leaves without a body the form of all other errors.</summary>
internal static class NotFound
{
    public static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null) return;

        if (response.StatusCode == StatusCodes.Status404NotFound)
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found", "There is nothing at this path.");
        else if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            await Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", $"This path allows {response.Headers.Allow}.");
    }
}
