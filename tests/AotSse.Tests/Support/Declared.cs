using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Support;

internal interface IGreeter
{
    string Greet(string name);
}

internal sealed class Greeter : IGreeter
{
    public string Greet(string name) => $"hello {name}";
}

internal enum Side
{
    Buy,
    Sell,
}

internal sealed record Tick(string Symbol, decimal Price, Side Side);

/// <summary>Push streams of every kind of topic.</summary>
internal sealed partial class Prices
{
    [EventStream("/prices/{symbol}")]
    public partial void PriceChanged(string symbol, decimal price);

    [EventStream("/prices/{symbol}", Event = "halted")]
    public partial ValueTask<PublishReceipt> Halted(string symbol, string? reason);

    [EventStream("/orders/{id}/{side}", Retain = 2)]
    public partial ValueTask OrderChanged(int id, Side side, [Payload] Tick? tick);

    [EventStream("/board/{room}", Lag = LagPolicy.Coalesce)]
    public partial void CellChanged(string room, [Key] string cell, string text);

    [EventStream("/board/{room}", Event = "said")]
    public partial void Said(string room, string text);

    [EventStream("/news")]
    public partial ValueTask<PublishReceipt> News([EventName] string? name, [Payload] string text);
}

/// <summary>Streams that not everybody may read.</summary>
[Authorize]
internal sealed partial class Secrets
{
    [EventStream("/secret/{name}")]
    public partial void Told(string name);

    [EventStream("/secret/open", Event = "opened"), AllowAnonymous]
    public partial void Open();

    [EventStream("/secrets")]
    public static async partial IAsyncEnumerable<string> All([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        yield return "never";
    }
}

/// <summary>Pull streams of every kind of item and argument.</summary>
internal static partial class Pulls
{
    /// <summary>Lets tests decide when a stream goes on.</summary>
    public static readonly SemaphoreSlim Gate = new(0);

    [EventStream("/count/{from}")]
    public static async partial IAsyncEnumerable<string> Count(int from, int? to, [FromQuery(Name = "side")] Side? side, [FromHeader(Name = "X-Name")] string? name, IGreeter greeter, [FromKeyedServices("loud")] IGreeter loud, [LastEventId] string? last, HttpContext context, ClaimsPrincipal user)
    {
        yield return $"{side} {greeter.Greet(name ?? "nobody")} {loud is not null} {last ?? "-"} {context.Request.Path} {user.Identity?.Name is null}";
        for (var i = from; i <= (to ?? from); i++) yield return $"{i}";
        await Task.CompletedTask;
    }

    [EventStream("/ticks", Event = "tick")]
    public static async partial IAsyncEnumerable<Tick?> Ticks()
    {
        yield return new Tick("A<B", 1.50m, Side.Sell);
        yield return null;
        await Task.CompletedTask;
    }

    [EventStream("/items")]
    public static async partial IAsyncEnumerable<SseItem<string>> Items()
    {
        yield return new SseItem<string>("one", "first") { EventId = "7", ReconnectionInterval = TimeSpan.FromSeconds(9) };
        yield return new SseItem<string>("two\r\nlines");
        await Task.CompletedTask;
    }

    [EventStream("/silent")]
    public static async partial IAsyncEnumerable<string> Silent([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        yield return "never";
    }

    [EventStream("/greeted")]
    public static async partial IAsyncEnumerable<string> Greeted([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return "hello";
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    [EventStream("/gated")]
    public static async partial IAsyncEnumerable<string> Gated([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            await Gate.WaitAsync(cancellation);
            yield return $"{i}";
        }
    }

    [EventStream("/fails/{when}")]
    public static async partial IAsyncEnumerable<string> Fails(string when)
    {
        if (when == "at-once") throw new InvalidOperationException("at once");
        await Task.Yield();
        if (when == "soon") throw new InvalidOperationException("soon");
        yield return "one";
        if (when == "later") throw new InvalidOperationException("later");
    }

    [EventStream("/many")]
    public static async partial IAsyncEnumerable<ReadOnlyMemory<byte>> Many()
    {
        for (var i = 0; i < 50_000; i++) yield return "0123456789"u8.ToArray();
        await Task.CompletedTask;
    }
}
