namespace AotSse.Generators.Parsing;

/// <summary>Metadata names of what the parser recognises.</summary>
internal static class Names
{
    public const string EventStream = "AotSse.EventStreamAttribute";
    public const string EventStreamClient = "AotSse.Client.EventStreamClientAttribute";
    public const string Assembly = "AotSse";
    public const string Registrar = "AotSse.Hosting.EventStreamRegistrarAttribute";
    public const string Payload = "AotSse.PayloadAttribute";
    public const string Key = "AotSse.KeyAttribute";
    public const string EventName = "AotSse.EventNameAttribute";
    public const string LastEventId = "AotSse.LastEventIdAttribute";
    public const string Hub = "AotSse.EventStreamHub";
    public const string EndpointRouteBuilder = "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder";
    public const string Receipt = "AotSse.PublishReceipt";
    public const string SseItem = "System.Net.ServerSentEvents.SseItem<T>";
    public const string AsyncEnumerable = "System.Collections.Generic.IAsyncEnumerable<T>";
    public const string EnumeratorCancellation = "System.Runtime.CompilerServices.EnumeratorCancellationAttribute";
    public const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonSerializerContext = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonAttributes = "System.Text.Json.Serialization";
}
