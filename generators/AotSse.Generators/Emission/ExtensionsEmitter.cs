using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>
/// Writes the methods that the user calls. They are internal, and embedded: the compiler hides them from every other assembly, from those too that see
/// this one's internals, so that each finds its own alone.
/// </summary>
internal static class ExtensionsEmitter
{
    private const string Embedded = "[global::Microsoft.CodeAnalysis.Embedded]";

    public static string Services(RegistrarSet all)
    {
        var writer = Begin("Microsoft.Extensions.DependencyInjection", "EventStreamServiceCollectionExtensions", "Registers the event streams of this assembly and of the libraries it references.");
        writer.Line("/// <summary>Registers the runtime and every type that declares event streams, in this assembly and in the libraries it references. A type that is registered already stays as it is.</summary>");
        writer.Line("/// <param name=\"services\">The services of the app.</param>");
        writer.Line("/// <param name=\"configure\">Changes what holds for every stream that does not say otherwise.</param>");
        writer.Line("/// <returns>A builder to which further parts are added.</returns>");
        writer.Open("public static global::AotSse.EventStreamsBuilder AddEventStreams(this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services, global::System.Action<global::AotSse.EventStreamOptions>? configure = null)");
        writer.Line("var builder = global::AotSse.EventStreamsBuilder.Create(services, configure);");
        foreach (var registrar in all.Registrars) writer.Line($"{registrar}.AddTo(builder);");
        writer.Line("return builder;");
        return End(writer);
    }

    public static string Endpoints(RegistrarSet all)
    {
        var writer = Begin("Microsoft.AspNetCore.Builder", "EventStreamEndpointRouteBuilderExtensions", "Maps the event streams of this assembly and of the libraries it references.");
        writer.Line("/// <summary>Maps one endpoint for each event stream of this assembly and of the libraries it references.</summary>");
        writer.Line("/// <param name=\"endpoints\">Where to map.</param>");
        writer.Line("/// <returns>A builder for conventions that hold for all of them, such as <c>RequireAuthorization</c>.</returns>");
        writer.Open("public static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder MapEventStreams(this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints)");
        writer.Line("var streams = new global::AotSse.Hosting.EventStreamEndpoints(endpoints);");
        foreach (var registrar in all.Registrars) writer.Line($"{registrar}.MapTo(streams);");
        writer.Line("return streams;");
        writer.Close();
        writer.Line();
        writer.Line("/// <summary>Maps <c>/contracts/client.ts</c>, <c>/contracts/openapi.json</c> and <c>/contracts/asyncapi.json</c>: the same event streams for clients. Composed for each request, nothing is kept.</summary>");
        writer.Line("/// <param name=\"endpoints\">Where to map.</param>");
        writer.Line("/// <param name=\"configure\">Sets the title, the version and where the streams are mapped.</param>");
        writer.Line("/// <returns>A builder for conventions that hold for all three.</returns>");
        writer.Open("public static global::Microsoft.AspNetCore.Builder.IEndpointConventionBuilder MapEventStreamContracts(this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, global::System.Action<global::AotSse.EventStreamContracts>? configure = null)");
        writer.Open("return global::AotSse.Hosting.ContractEndpoints.Map(endpoints, () =>");
        writer.Line("var contracts = global::AotSse.EventStreams.DescribeContracts();");
        writer.Line("configure?.Invoke(contracts);");
        writer.Line("return contracts;");
        writer.Close(");");
        return End(writer);
    }

    /// <summary>The contract without a server, for who prints or stores it.</summary>
    public static string Contracts(RegistrarSet all)
    {
        var writer = Begin("AotSse", "EventStreams", "The contract of the event streams of this assembly and of the libraries it references.");
        writer.Line("/// <summary>Describes them, to be written as an OpenAPI or AsyncAPI document or as a TypeScript client.</summary>");
        writer.Open("public static global::AotSse.EventStreamContracts DescribeContracts()");
        writer.Line($"var contracts = new global::AotSse.EventStreamContracts({Planning.Literals.Quote(all.AssemblyName)});");
        foreach (var registrar in all.Registrars) writer.Line($"{registrar}.DescribeTo(contracts);");
        writer.Line("return contracts;");
        return End(writer);
    }

    private static SourceWriter Begin(string name, string type, string summary)
    {
        var writer = SourceWriter.File();
        writer.Line();
        writer.Line($"namespace {name};");
        writer.Line();
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(Code.Generated);
        writer.Line(Embedded);
        writer.Open($"internal static class {type}");
        return writer;
    }

    private static string End(SourceWriter writer)
    {
        writer.Close();
        writer.Close();
        return writer.ToString();
    }
}
