using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Diagnostics;

/// <summary>
/// Everything that can be wrong in a declaration. IDs are a contract: never reused, never renumbered. An error is what the generator drops the method for,
/// since the compiler's own message would not say why, and what no client could make sense of. A warning is what works, but hardly as it was meant.
/// </summary>
internal static class Rules
{
    private const string Category = "AotSse";
    private const string HelpPages = "https://github.com/aotsse/aotsse/blob/main/docs/rules/";

    public static readonly DiagnosticDescriptor NotPartial = Error("AOTSSE001", "An event stream is a partial method with an accessibility",
        "'{0}' must be declared 'partial' and with an accessibility such as 'public': otherwise the compiler drops its calls or knows no second part");

    public static readonly DiagnosticDescriptor BadType = Error("AOTSSE002", "The type of an event stream must be open to the generator",
        "'{0}' cannot declare event streams: {1}");

    public static readonly DiagnosticDescriptor BadReturnType = Error("AOTSSE003", "An event stream returns what its kind says",
        "'{0}' returns '{1}': a method with a body returns IAsyncEnumerable<T>, one without returns void, ValueTask or ValueTask<PublishReceipt>");

    public static readonly DiagnosticDescriptor BadRoute = Error("AOTSSE004", "The route of an event stream is a route pattern",
        "The route \"{0}\" is no route pattern: {1}");

    public static readonly DiagnosticDescriptor UnmatchedRouteParameter = Error("AOTSSE005", "A method has a parameter for each route parameter",
        "The route parameter '{0}' has no parameter in '{1}' that {2}: add one with that name");

    public static readonly DiagnosticDescriptor UnsupportedPayload = Error("AOTSSE006", "A payload must be writable without reflection",
        "'{0}' of type '{1}' cannot be written: {2}");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Error("AOTSSE007", "A parameter must come from somewhere",
        "The parameter '{0}' of type '{1}' cannot be used here: {2}");

    public static readonly DiagnosticDescriptor BadEventName = Error("AOTSSE008", "An event name is one line of text",
        "The event name \"{0}\" cannot be sent: it must be 1 to 256 bytes of UTF-8 without control characters");

    public static readonly DiagnosticDescriptor PushNeedsInstance = Error("AOTSSE009", "A push method is an instance method of a class",
        "'{0}' has no body, so the generator writes one, and that needs an EventStreamHub: make it an instance method of a class");

    public static readonly DiagnosticDescriptor NoHub = Error("AOTSSE010", "A type with a constructor of its own must hold the hub",
        "'{0}' declares a constructor but holds no EventStreamHub for its push methods: add a parameter of that type to its primary constructor, or a field or property");

    public static readonly DiagnosticDescriptor BadSetting = Error("AOTSSE011", "A setting of an event stream is in range",
        "{0} = {1} is out of range: {2}");

    public static readonly DiagnosticDescriptor RouteClash = Error("AOTSSE012", "A route belongs to one pull stream or to push methods",
        "The route \"{0}\" of '{1}' is declared by '{2}' too: a route belongs to one pull stream, or to push methods with the same topic parameters", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor CoalesceWithoutKey = Error("AOTSSE013", "Coalescing goes by a key",
        "'{0}' coalesces, but no parameter says which events replace each other: mark one with [Key], or choose LagPolicy.DropOldest");

    public static readonly DiagnosticDescriptor BadJsonContext = Error("AOTSSE014", "A JSON context is a class that derives from JsonSerializerContext",
        "'{0}' cannot write payloads: JsonContext names a class that derives from JsonSerializerContext and is not generic");

    public static readonly DiagnosticDescriptor EventClash = Error("AOTSSE015", "An event name of a route stands for one payload",
        "The event '{0}' of \"{1}\" has another payload in '{2}': give one of them another name by 'Event'", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ReservedEventName = Warning("AOTSSE016", "An event name is not one that browsers use",
        "Browsers use the event name \"{0}\" themselves, {1}: choose another name");

    public static readonly DiagnosticDescriptor LostDefault = Warning("AOTSSE017", "A default value stands in the declaring part",
        "The default value of '{0}' has no effect, because it stands beside the body: make the parameter nullable, or write the declaring part yourself");

    public static readonly DiagnosticDescriptor NoCancellation = Warning("AOTSSE018", "A pull stream ends when its client leaves",
        "'{0}' goes on after its client has left: mark a CancellationToken parameter [EnumeratorCancellation] and pass it on");

    public static readonly DiagnosticDescriptor SettingClash = Error("AOTSSE019", "A setting of a route has one value",
        "{0} = {1} of \"{2}\" contradicts {0} = {3} of '{4}': settings hold for the whole route, so set each on one method", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BadClient = Error("AOTSSE020", "A client is a partial class that names a type with streams",
        "'{0}' cannot be a client of '{1}': {2}");

    public static readonly DiagnosticDescriptor UnreadablePayload = Error("AOTSSE021", "A payload must be readable without reflection",
        "'{0}' of type '{1}' cannot be read by a client: {2}");

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) => Create(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning, []);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpPages + id + ".md", customTags: tags);
}
