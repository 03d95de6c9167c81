using System.Collections.Generic;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using AotSse;
using AotSse.Client;
using Microsoft.AspNetCore.Mvc;

namespace Shop
{
    internal sealed record Tick(int Number);

    internal static partial class Clock
    {
        [EventStream("/clock/{**zone}")]
        public static async partial IAsyncEnumerable<string> Ticks(
            string zone, int? every, [LastEventId] string? last, [FromHeader(Name = "X-Note")] string? note, int from, System.TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            yield return $"{zone} {every} {last} {note} {from} {time}";
        }

        [EventStream("/ticks", Event = "tick")]
        public static async partial IAsyncEnumerable<Tick> Numbers([EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            yield return new Tick(1);
        }

        [EventStream("/items")]
        public static async partial IAsyncEnumerable<SseItem<Tick?>> Items([EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            yield return new SseItem<Tick?>(null);
        }
    }

    [EventStreamClient(typeof(Clock))]
    internal sealed partial class ClockClient;
}
