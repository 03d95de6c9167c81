using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using AotSse;

static partial class Clock
{
    [EventStream("/stream")]
    public static async partial IAsyncEnumerable<string> Hello([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            yield return $"hello [{i}]";
            await Task.Delay(1000, cancellation);
        }
    }
}
