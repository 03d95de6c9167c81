namespace AotSse.Client;

/// <summary>A reconnect that is about to come.</summary>
/// <param name="FailedAttempts">How many attempts in a row have opened no stream: 0 after a stream that was open.</param>
/// <param name="Delay">How long the client waits first.</param>
/// <param name="Reason">What ended or prevented the stream; <see langword="null"/> when the server closed it.</param>
public sealed record EventStreamReconnect(int FailedAttempts, TimeSpan Delay, Exception? Reason);
