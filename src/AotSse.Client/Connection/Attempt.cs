namespace AotSse.Client.Connection;

/// <summary>What came of an attempt to open a stream.</summary>
/// <param name="Stream">The stream, if it opened.</param>
/// <param name="IsOver">Whether the server says that there is nothing to come back for.</param>
/// <param name="Failure">Why it did not open, or what broke it.</param>
/// <param name="Retry">The <c>retry</c> field, if the stream had one.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header, if a refusal had one.</param>
internal readonly record struct Attempt<T>(OpenStream<T>? Stream = null, bool IsOver = false, Exception? Failure = null, TimeSpan? Retry = null, TimeSpan? RetryAfter = null);
