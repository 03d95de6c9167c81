using AotSse.Generators.Emission;
using AotSse.Generators.Model;
using AotSse.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators;

/// <summary>The steps from classes with <c>[EventStreamClient]</c> to their files. This file only wires, as <see cref="EventStreamGenerator"/> does.</summary>
internal static class ClientPipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context)
    {
        var clients = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => ClientFinder.MayDeclare(node),
                static (found, cancellation) => ClientFinder.Get(found, cancellation))
            .Where(static client => client is not null)
            .Select(static (client, _) => client!)
            .WithTrackingName(TrackingNames.Clients);

        var streams = clients
            .SelectMany(static (client, _) => client.Streams.Select(stream => new ClientFile(client.Type, stream, client.Experiments)))
            .WithTrackingName(TrackingNames.ClientStreams);

        context.RegisterSourceOutput(clients, static (output, client) => output.AddSource(client.Type.MetadataName + ".g.cs", ClientEmitter.Emit(client)));
        context.RegisterSourceOutput(streams, static (output, file) => output.AddSource($"{file.Type.MetadataName}.{file.Stream.Name}.g.cs", ClientStreamEmitter.Emit(file)));
    }
}
