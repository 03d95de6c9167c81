using System;
using System.Threading.Tasks;
using AotSse;

namespace Shop;

public sealed class Note
{
    public required string Text { get; init; }

    public int? Stars { get; init; }
}

public sealed partial class Notes
{
    [EventStream("/notes/{room}")]
    public partial void Text(string room, [Payload] string text);

    [EventStream("/notes/{room}")]
    public partial void Bytes(string room, [Payload] ReadOnlyMemory<byte> utf8);

    [EventStream("/notes/{room}")]
    public partial ValueTask<PublishReceipt> Written(string room, [Payload] Note note);

    [EventStream("/notes/{room}")]
    public partial void Rated(string room, [Payload] double? rating);

    [EventStream("/notes/{room}")]
    public partial void Named(string room, [EventName] string? name, [Payload] string text);

    [EventStream("/notes/{room}", Event = "other")]
    public partial void NamedOrOther(string room, [EventName] string? name, int count);
}
