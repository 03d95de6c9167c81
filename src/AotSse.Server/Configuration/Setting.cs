namespace AotSse.Server.Configuration;

/// <summary>One thing that can be set, by the environment or by the option of the same meaning, which wins.</summary>
/// <param name="Option">The command-line option.</param>
/// <param name="Variable">The environment variable.</param>
/// <param name="Default">What holds without either, as it is read.</param>
/// <param name="Description">What it does, for <c>--help</c>.</param>
/// <param name="ShownDefault">The default as <c>--help</c> tells it, where it depends on others.</param>
internal sealed record Setting(string Option, string Variable, string Default, string Description, string? ShownDefault = null)
{
    private const string None = "none";

    public static readonly Setting Port = new("--port", "PORT", "4000", "Port for subscribers, on all interfaces; 0 takes a free one.");

    public static readonly Setting Urls = new("--urls", "ASPNETCORE_URLS", "",
        "Where subscribers connect, unless a port is given: URLs separated by semicolons, such as https://*:4443, http://127.0.0.1:4000 or http://unix:/run/aotsse.sock.", None);

    public static readonly Setting TlsCertificate = new("--tls-cert", "AOTSSE_TLS_CERT", "",
        "File with the certificate in PEM and those that follow it in its chain: the port then speaks TLS, HTTP/2 too. Read again when it changes.", None);

    public static readonly Setting TlsKey = new("--tls-key", "AOTSSE_TLS_KEY", "", "File with the certificate's private key in PEM.", "the file of the certificate");

    public static readonly Setting Control = new("--control", "AOTSSE_CONTROL", "http://127.0.0.1:4001",
        "Where to publish: an http or https URL, or unix:<file>; empty turns publishing off. An address that other machines reach needs a key.");

    public static readonly Setting Key = new("--key", "AOTSSE_KEY", "",
        "Key that publishers send as 'Authorization: Bearer <key>'; several, separated by commas, while one takes the place of another. Other users of the machine see options: prefer the variable.", None);

    public static readonly Setting JwtKey = new("--jwt-key", "AOTSSE_JWT_KEY", "",
        "Shared key of at least 32 bytes for HS256: subscribers then need a JWT whose 'aotsse' claim lists topics.", None);

    public static readonly Setting Jwks = new("--jwks", "AOTSSE_JWKS", "",
        "File with a JSON Web Key Set for RS256 and ES256: subscribers then need a JWT. Read again when it changes.", None);

    public static readonly Setting JwtIssuer = new("--jwt-issuer", "AOTSSE_JWT_ISSUER", "", "Issuers whose JWTs are taken, separated by commas.", "any");

    public static readonly Setting JwtAudience = new("--jwt-audience", "AOTSSE_JWT_AUDIENCE", "", "Audiences of which a JWT must name one, separated by commas.", "any");

    public static readonly Setting JwtSkew = new("--jwt-skew", "AOTSSE_JWT_SKEW", "30", "Seconds by which the clock of a JWT's issuer may be ahead.");

    public static readonly Setting JwtCookie = new("--jwt-cookie", "AOTSSE_JWT_COOKIE", "aotsse", "Cookie that may carry the JWT.");

    public static readonly Setting Anonymous = new("--anonymous", "AOTSSE_ANONYMOUS", "",
        "Whether subscribers need neither JWT nor ticket: true or false.", "true without JWT, false with it");

    public static readonly Setting AllowedOrigins = new("--allowed-origins", "AOTSSE_ALLOWED_ORIGINS", "",
        "Origins whose pages may subscribe, with cookies, separated by commas.", "http://127.0.0.1:{port},http://localhost:{port}");

    public static readonly Setting AllowedHosts = new("--allowed-hosts", "AOTSSE_ALLOWED_HOSTS", "",
        "Names by which listeners on loopback addresses may be called besides localhost, 127.0.0.1 and [::1], separated by commas.", None);

    public static readonly Setting Retry = new("--retry", "AOTSSE_RETRY", "3000",
        "Milliseconds after which clients reconnect; each gets between half of it and one and a half.");

    public static readonly Setting RetainEvents = new("--retain-events", "AOTSSE_RETAIN_EVENTS", "1000", "Events that a topic keeps for clients that come back.");

    public static readonly Setting RetainBytes = new("--retain-bytes", "AOTSSE_RETAIN_BYTES", "1048576", "Bytes of events that a topic keeps; the newest event stays in any case.");

    public static readonly Setting RetainSeconds = new("--retain-seconds", "AOTSSE_RETAIN_SECONDS", "600", "Seconds for which a topic keeps events.");

    public static readonly Setting RetainTotalBytes = new("--retain-total-bytes", "AOTSSE_RETAIN_TOTAL_BYTES", "0",
        "Bytes that the events of all topics may take; near it old ones go before their time, beyond it publishing is answered by 503. 0 is a quarter of the memory there is, less 32 MiB.");

    public static readonly Setting Lag = new("--lag", "AOTSSE_LAG", "disconnect",
        "What becomes of a client whose next event is no longer kept: disconnect, it comes back with its last id; or drop-oldest, it goes on after a 'gap' event.");

    public static readonly Setting MaxSubscribers = new("--max-subscribers", "AOTSSE_MAX_SUBSCRIBERS", "0", "Most open streams; who comes beyond is told to come back later. 0 is no limit.");

    public static readonly Setting MaxPerTopic = new("--max-subscribers-per-topic", "AOTSSE_MAX_SUBSCRIBERS_PER_TOPIC", "0", "Most subscribers of one topic. 0 is no limit.");

    public static readonly Setting MaxPerAddress = new("--max-subscribers-per-address", "AOTSSE_MAX_SUBSCRIBERS_PER_ADDRESS", "0",
        "Most open streams from one client address, an IPv4 address or an IPv6 network of 64 bits. 0 is no limit.");

    public static readonly Setting WriteTimeout = new("--write-timeout", "AOTSSE_WRITE_TIMEOUT", "30", "Seconds after which a client that takes nothing is given up.");

    public static readonly Setting TraceContext = new("--trace-context", "AOTSSE_TRACE_CONTEXT", "false",
        "Whether events carry the trace of the request that published them, as a field 'traceparent': true or false.");

    public static readonly Setting RabbitMq = new("--rabbitmq", "AOTSSE_RABBITMQ", "",
        "RabbitMQ behind the topics, so that many servers are one: amqp://user:password@host:port/vhost, or amqps for TLS; several brokers of a cluster, separated by commas. Other users of the machine see options: prefer the variable.", None);

    public static readonly Setting RabbitMqStream = new("--rabbitmq-stream", "AOTSSE_RABBITMQ_STREAM", "aotsse", "Name of the stream at the broker, declared if it is not there; the same for all servers that are one.");

    public static readonly Setting RabbitMqPartitions = new("--rabbitmq-partitions", "AOTSSE_RABBITMQ_PARTITIONS", "1",
        "Streams at the broker that the topics are spread over, 1 to 256; the same for all servers and for all time. With more than 1, a client subscribes to one topic.");

    public static readonly Setting RabbitMqMaxAge = new("--rabbitmq-max-age", "AOTSSE_RABBITMQ_MAX_AGE", "86400", "Seconds for which the broker keeps events: the past that any client can come back to.");

    public static readonly Setting RabbitMqMaxBytes = new("--rabbitmq-max-bytes", "AOTSSE_RABBITMQ_MAX_BYTES", "5000000000", "Bytes of events that each stream at the broker keeps.");

    public static readonly Setting Heartbeat = new("--heartbeat", "AOTSSE_HEARTBEAT", "15", "Seconds of silence after which a stream carries a comment.");

    public static readonly Setting MaxAge = new("--max-age", "AOTSSE_MAX_AGE", "0",
        "Seconds after which a stream ends and its client comes back; each gets between three quarters of it and the whole. 0 is no limit.");

    public static readonly Setting Drain = new("--drain", "AOTSSE_DRAIN", "0", "Seconds over which open streams are ended at shutdown; 0 ends them at once.");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Port, Urls, TlsCertificate, TlsKey, Control, Key, JwtKey, Jwks, JwtIssuer, JwtAudience, JwtSkew, JwtCookie, Anonymous, AllowedOrigins, AllowedHosts,
        Retry, Heartbeat, WriteTimeout, MaxAge, Drain, RetainEvents, RetainBytes, RetainSeconds, RetainTotalBytes, Lag, MaxSubscribers, MaxPerTopic, MaxPerAddress, TraceContext,
        RabbitMq, RabbitMqStream, RabbitMqPartitions, RabbitMqMaxAge, RabbitMqMaxBytes,
    ];
}
