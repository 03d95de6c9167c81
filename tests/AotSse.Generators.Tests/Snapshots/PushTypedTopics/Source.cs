using System;
using AotSse;

namespace Shop;

public enum Side
{
    Buy,
    Sell,
}

public sealed partial class Orders
{
    [EventStream("/orders/{number}")]
    public partial void Changed(int number, string state);

    [EventStream("/orders/{market}/{side}/{id:guid}/{Day}")]
    public partial void Filled(string state, string market, Side side, Guid id, DateOnly day);

    [EventStream("/files/{**path}")]
    public partial void FileChanged(string path);

    [EventStream("/ticks")]
    public partial void Tick();

    [EventStream("/rooms/{topic}/{request}/{context}")]
    public partial void Entered(string topic, string request, int context, string frame);
}
