using System;
using System.Collections.Generic;
using System.Net.ServerSentEvents;
using System.Threading.Tasks;
using AotSse;

namespace Shop;

public sealed record Quote(string Symbol, decimal Price, DateTimeOffset? At);

public static partial class Quotes
{
    [EventStream("/quotes/text")]
    public static async partial IAsyncEnumerable<SseItem<string>> Texts()
    {
        await Task.Yield();
        yield return new SseItem<string>("a");
    }

    [EventStream("/quotes/records", Event = "quote")]
    public static async partial IAsyncEnumerable<SseItem<Quote>> Records()
    {
        await Task.Yield();
        yield return new SseItem<Quote>(new Quote("A", 1, null));
    }

    [EventStream("/quotes/numbers")]
    public static async partial IAsyncEnumerable<SseItem<int?>> Numbers()
    {
        await Task.Yield();
        yield return new SseItem<int?>(1);
    }
}
