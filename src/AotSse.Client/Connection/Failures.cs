using System.Net;

namespace AotSse.Client.Connection;

/// <summary>Tells what passes from what stays.</summary>
internal static class Failures
{
    /// <summary>Whether the network, not the caller or the code, is to blame.</summary>
    public static bool IsTransient(Exception error, CancellationToken caller) => error switch
    {
        HttpRequestException or IOException or TimeoutException => !caller.IsCancellationRequested,

        // The client's own time-out.
        OperationCanceledException => !caller.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Whether a later request may be answered otherwise. All else that is not 200 is final, as it is for browsers.</summary>
    public static bool IsTransient(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}
