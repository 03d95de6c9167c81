using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using AotSse;

partial class Raw
{
    [EventStream("/raw")]
    internal static async partial IAsyncEnumerable<ReadOnlyMemory<byte>> Bytes()
    {
        await Task.Yield();
        yield return "raw"u8.ToArray();
    }
}
