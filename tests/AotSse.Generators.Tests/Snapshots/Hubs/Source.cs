using AotSse;

namespace Shop;

public sealed partial class WithPrimaryConstructor(EventStreamHub events)
{
    [EventStream("/primary")]
    public partial void Send(int n);
}

public sealed partial class WithField
{
    private readonly EventStreamHub _events;

    public WithField(EventStreamHub events) => _events = events;

    [EventStream("/field")]
    public partial void Send(int n);
}

public sealed partial class WithProperty
{
    internal EventStreamHub Events { get; }

    [EventStream("/property")]
    public partial void Send(int n);
}

public sealed partial class WithNothing
{
    [EventStream("/nothing")]
    public partial void Send(int n);
}

public sealed partial class WithNameTaken
{
    private readonly int _hub = 1;

    private readonly int _sendStream = 2;

    [EventStream("/taken")]
    public partial void Send(int n);

    public int Sum() => _hub + _sendStream;
}
