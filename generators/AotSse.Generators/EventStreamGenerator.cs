using AotSse.Generators.Emission;
using AotSse.Generators.Model;
using AotSse.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators;

/// <summary>
/// Writes the second half of every method with <c>[EventStream]</c>, their registration, and clients of them. This file only wires: parsing, planning and
/// emission stand in their folders, the steps of clients in <see cref="ClientPipeline"/>, reporting in the analyzer and <see cref="BuildReports"/>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class EventStreamGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());
        ClientPipeline.Register(context);

        var declarations = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => StreamFinder.MayDeclare(node), static (found, cancellation) => StreamFinder.Get(found, cancellation))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!);
        BuildReports.Register(context, declarations);

        var streams = declarations
            .Where(static declaration => declaration.Stream is not null)
            .Select(static (declaration, _) => declaration.Stream!)
            .WithTrackingName(TrackingNames.Streams);

        var types = streams
            .Select(static (stream, _) => TypeEmitter.Emit(stream))
            .WithTrackingName(TrackingNames.StreamSources)
            .Collect()
            .SelectMany(static (all, _) => TypeEmitter.Group(all))
            .WithTrackingName(TrackingNames.Types);

        var registrations = streams
            .Select(static (stream, _) => Registration.Of(stream))
            .Collect()
            .Select(static (all, _) => all.ToEquatable()).WithTrackingName(TrackingNames.Registrations);

        var libraries = context.CompilationProvider
            .Select(static (compilation, cancellation) => LibraryParser.Parse(compilation, cancellation))
            .WithTrackingName(TrackingNames.Libraries);

        var registrar = context.CompilationProvider
            .Select(static (compilation, _) => compilation.AssemblyName ?? "")
            .Combine(registrations)
            .Select(static (both, _) => new RegistrarModel(both.Left, both.Right))
            .WithTrackingName(TrackingNames.Registrar);

        var registrars = registrar
            .Combine(libraries)
            .Select(static (both, _) => new RegistrarSet(both.Left.AssemblyName, both.Right.Prepend(both.Left.FullName).Where(static name => name.Length > 0).ToEquatable()))
            .WithTrackingName(TrackingNames.Registrars);

        context.RegisterSourceOutput(types, static (output, type) =>
        {
            output.AddSource(type.HintName, TypeEmitter.EmitMembers(type));
            output.AddSource(type.ContractsHintName, TypeEmitter.EmitContracts(type));
        });
        context.RegisterSourceOutput(registrar, static (output, found) =>
        {
            if (found.Registrations.Count > 0) output.AddSource("EventStreamRegistrar.g.cs", RegistrarEmitter.Emit(found));
        });

        // A project that only has clients may know nothing of servers.
        context.RegisterSourceOutput(registrars.Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.HasServer())), static (output, both) =>
        {
            if (both is not (var all, true)) return;
            output.AddSource("EventStreamServiceCollectionExtensions.g.cs", ExtensionsEmitter.Services(all));
            output.AddSource("EventStreamEndpointRouteBuilderExtensions.g.cs", ExtensionsEmitter.Endpoints(all));
            output.AddSource("EventStreams.g.cs", ExtensionsEmitter.Contracts(all));
        });
    }
}
