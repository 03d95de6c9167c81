using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AotSse.Hosting;

/// <summary>Serves the contract of an app's streams. Documents are asked for when clients are built, so they are composed for each request and nothing is kept.</summary>
public sealed class ContractEndpoints : IEndpointConventionBuilder
{
    private readonly StreamEndpointSource _source = new();

    private ContractEndpoints(IEndpointRouteBuilder endpoints, Func<EventStreamContracts> describe)
    {
        Map("/contracts/client.ts", "text/plain; charset=utf-8", ContractFormat.TypeScript, describe);
        Map("/contracts/openapi.json", "application/json", ContractFormat.OpenApi, describe);
        Map("/contracts/asyncapi.json", "application/json", ContractFormat.AsyncApi, describe);
        endpoints.DataSources.Add(_source);
    }

    /// <summary>Maps the three documents. Generated code calls it.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="describe">Gives the contract; called for each request.</param>
    /// <returns>A builder for conventions that hold for all three.</returns>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, Func<EventStreamContracts> describe)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(describe);
        return new ContractEndpoints(endpoints, describe);
    }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _source.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _source.Finally(finallyConvention);

    private static async Task WriteAsync(HttpContext context, string contentType, ContractFormat format, Func<EventStreamContracts> describe)
    {
        var document = new ArrayBufferWriter<byte>();
        describe().Write(format, document);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = document.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(document.WrittenMemory, context.RequestAborted);
    }

    private void Map(string route, string contentType, ContractFormat format, Func<EventStreamContracts> describe) =>
        _source.Map(route, route, context => WriteAsync(context, contentType, format, describe));
}
