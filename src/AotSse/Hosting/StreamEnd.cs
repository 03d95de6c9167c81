using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace AotSse;

/// <summary>Limits how long the stream of a request may last, such as by the life of the token that allowed it.</summary>
public static class StreamEnd
{
    /// <summary>
    /// The event stream that answers this request ends at <paramref name="time"/>, within about a second, by a <c>retry</c> block and its close: the client comes
    /// back where it was and is judged anew. Of several limits the earliest holds. Call it before the stream's endpoint, by the thread of the request.
    /// </summary>
    /// <remarks>Needs no call where the app's authentication says when it expires (<see cref="AuthenticationProperties.ExpiresUtc"/>).</remarks>
    /// <param name="context">The request.</param>
    /// <param name="time">When to end, by the clock of the app's <see cref="TimeProvider"/>; in the past, the stream ends as soon as it has begun.</param>
    public static void EndEventStreamAt(this HttpContext context, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<Limit>() is not { } limit || time < limit.Time) context.Features.Set(new Limit(time));
    }

    /// <summary>What is left of the stream's time, if it is limited.</summary>
    internal static TimeSpan? TimeLeft(HttpContext context, TimeProvider time)
    {
        var limit = context.Features.Get<Limit>()?.Time;
        var expires = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        if (limit is null || expires < limit) limit = expires ?? limit;
        return limit - time.GetUtcNow();
    }

    private sealed record Limit(DateTimeOffset Time);
}
