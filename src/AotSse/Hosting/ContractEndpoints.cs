using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AotSse.Hosting;

/// <summary>Serves the contract of an app's streams. Documents are asked for when clients are built, so they are composed for each request and nothing is kept.</summary>
public sealed class ContractEndpoints : IEndpointConventionBuilder
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private readonly List<IEndpointConventionBuilder> _mapped = [];

    private ContractEndpoints(IEndpointRouteBuilder endpoints, Func<EventStreamContracts> describe)
    {
        Map(endpoints, "/contracts/client.ts", "text/plain; charset=utf-8", ContractFormat.TypeScript, describe);
        Map(endpoints, "/contracts/openapi.json", "application/json", ContractFormat.OpenApi, describe);
        Map(endpoints, "/contracts/asyncapi.json", "application/json", ContractFormat.AsyncApi, describe);
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
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var endpoint in _mapped) endpoint.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var endpoint in _mapped) endpoint.Finally(finallyConvention);
    }

    private static async Task WriteAsync(HttpContext context, string contentType, ContractFormat format, Func<EventStreamContracts> describe)
    {
        var document = new ArrayBufferWriter<byte>();
        describe().Write(format, document);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = document.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(document.WrittenMemory, context.RequestAborted);
    }

    private void Map(IEndpointRouteBuilder endpoints, string route, string contentType, ContractFormat format, Func<EventStreamContracts> describe) =>
        _mapped.Add(endpoints.MapMethods(route, Methods, context => WriteAsync(context, contentType, format, describe)).WithDisplayName(route));
}
