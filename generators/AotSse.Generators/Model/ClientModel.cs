namespace AotSse.Generators.Model;

/// <summary>A class with <c>[EventStreamClient]</c>, as plain data.</summary>
/// <param name="Type">The class.</param>
/// <param name="Streams">Its streams, in the order of their declaration.</param>
/// <param name="Types">Every type that a payload reaches, each once.</param>
/// <param name="Experiments">The IDs of <c>[Experimental]</c> on what its code names.</param>
internal sealed record ClientModel(TypeModel Type, EquatableArray<ClientStream> Streams, EquatableArray<ReadType> Types, EquatableArray<string> Experiments);

/// <summary>One stream of a client: what is generated into a file of its own.</summary>
/// <param name="Type">The class.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Experiments">See <see cref="ClientModel"/>.</param>
internal sealed record ClientFile(TypeModel Type, ClientStream Stream, EquatableArray<string> Experiments);

/// <summary>A stream as its clients see it.</summary>
/// <param name="Name">The method that subscribes to it.</param>
/// <param name="Route">The route pattern.</param>
/// <param name="Accessibility">That of the method and of the events.</param>
/// <param name="Description">The summary of a pull stream's documentation.</param>
/// <param name="Path">The address, put together from text and arguments.</param>
/// <param name="Arguments">The arguments, those that may be left out at the end.</param>
/// <param name="After">The name of the argument with the position to go on from; none where the server takes none.</param>
/// <param name="Cancellation">The name of the argument with the token.</param>
/// <param name="Heartbeat">The seconds between heartbeats, if the contract sets them.</param>
/// <param name="Events">The events of a push stream.</param>
/// <param name="Item">What a pull stream yields; none for a push stream.</param>
internal sealed record ClientStream(
    string Name,
    string Route,
    string Accessibility,
    string? Description,
    EquatableArray<PathPart> Path,
    EquatableArray<ClientArgument> Arguments,
    string? After,
    string Cancellation,
    int? Heartbeat,
    EquatableArray<ClientEvent> Events,
    ClientItem? Item)
{
    /// <summary>The type of a push stream's events.</summary>
    public string EventType => Name + "Event";
}

/// <summary>A part of an address.</summary>
/// <param name="Text">The text, escaped, or the argument's name in code.</param>
/// <param name="Parameter">The route parameter; none for text.</param>
/// <param name="IsCatchAll">Whether slashes of the value stay.</param>
internal sealed record PathPart(string Text, string? Parameter = null, bool IsCatchAll = false);

/// <summary>An argument of a client's method.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="Type">Its type with <c>global::</c>, and <c>?</c> where it may be left out.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Source">Where the server looks for it: route, query or header.</param>
/// <param name="SourceName">Its name there.</param>
internal sealed record ClientArgument(string Name, string Type, bool IsOptional, ArgumentSource Source, string SourceName);

/// <summary>An event of a push stream.</summary>
/// <param name="Name">The record.</param>
/// <param name="EventName">The <c>event</c> field; none when it is known at run time only.</param>
/// <param name="Kind">What the data is.</param>
/// <param name="Members">The record's members: those of the data, or the data itself.</param>
/// <param name="IsWhole">Whether the only member is the data.</param>
/// <param name="Description">The summary of the push method's documentation.</param>
internal sealed record ClientEvent(string Name, string? EventName, PayloadKind Kind, EquatableArray<EventMember> Members, bool IsWhole, string? Description);

/// <summary>A member of an event.</summary>
/// <param name="Name">Its name in code.</param>
/// <param name="Type">Its type with <c>global::</c> and <c>?</c>.</param>
/// <param name="Plain">Its type as <c>typeof</c> names it.</param>
internal sealed record EventMember(string Name, string Type, string Plain);

/// <summary>An item of a pull stream.</summary>
/// <param name="Type">The type of the data with <c>global::</c> and <c>?</c>.</param>
/// <param name="Plain">The same as <c>typeof</c> names it.</param>
/// <param name="Kind">What the data is.</param>
/// <param name="EventName">The name of the events.</param>
/// <param name="IsSseItem">Whether items carry name and id.</param>
internal sealed record ClientItem(string Type, string Plain, PayloadKind Kind, string EventName, bool IsSseItem);
