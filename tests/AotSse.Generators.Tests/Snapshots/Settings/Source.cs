using System.Collections.Generic;
using System.Threading.Tasks;
using AotSse;

public sealed partial class Configured
{
    [EventStream("/push", Retry = 500, Heartbeat = 5, Retain = 10, RetainBytes = 4096, RetainSeconds = 60)]
    public partial void One(int n);

    [EventStream("/push", Event = "Two \"and\" <more> é")]
    public partial void Two(int n);

    [EventStream("/pull", Retry = 1000)]
    public async partial IAsyncEnumerable<int> Numbers()
    {
        await Task.Yield();
        yield return 1;
    }
}
