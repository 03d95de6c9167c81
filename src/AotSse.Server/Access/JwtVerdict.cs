namespace AotSse.Server.Access;

/// <summary>What became of a token.</summary>
/// <param name="Rights">What its bearer may read; none if the token is wrong.</param>
/// <param name="Expires">When it ends, if it does.</param>
/// <param name="Error">What is wrong with it.</param>
internal readonly record struct JwtVerdict(TopicRights? Rights, DateTimeOffset? Expires, string? Error);
