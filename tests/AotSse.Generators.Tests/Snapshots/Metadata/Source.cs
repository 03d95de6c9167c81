using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading.Tasks;
using AotSse;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;

[AttributeUsage(AttributeTargets.Method)]
public sealed class LabelAttribute(Type type, params string?[] names) : Attribute
{
    public Type Type { get; } = type;

    public string?[] Names { get; } = names;

    public DayOfWeek Day { get; set; }

    public double Weight { get; set; }

    public char @class { get; set; }
}

[Authorize("traders", Roles = "a \"quoted\" role")]
public sealed partial class Trades
{
    [EventStream("/trades/{symbol}")]
    [Label(typeof(List<int>), "one", null, Day = DayOfWeek.Friday, Weight = -1.5, @class = '\'')]
    public partial void Done(string symbol, decimal price);

    [EventStream("/trades/{symbol}")]
    [EditorBrowsable(EditorBrowsableState.Never), Private]
    public partial void Cancelled(string symbol);

    [EventStream("/all"), AllowAnonymous]
    [RequestTimeout(1000)]
    [Obsolete("Only for the compiler.")]
    public async partial IAsyncEnumerable<string> All()
    {
        await Task.Yield();
        yield break;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PrivateAttribute : Attribute;
}
