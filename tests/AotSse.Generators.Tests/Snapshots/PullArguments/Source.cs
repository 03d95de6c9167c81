using System;
using System.Collections.Generic;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading;
using System.Threading.Tasks;
using AotSse;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Orders;

public enum Side
{
    Buy,
    Sell,
}

public sealed partial class OrderFeed(ILogger<OrderFeed> logger, [FromKeyedServices("slow")] TimeProvider? time)
{
    /// <summary>The declaring part is the user's, so that parameters can have default values.</summary>
    [EventStream("/orders/{market}/{number:int}")]
    public partial IAsyncEnumerable<string> Watch(
        string market,
        int number,
        [FromRoute(Name = "market")] string again,
        Side side,
        Side? other,
        string filter,
        string? note,
        DateOnly since,
        Guid? after,
        IPAddress? from,
        [FromQuery(Name = "max-price")] decimal? maxPrice,
        [FromHeader(Name = "X-Tenant")] string tenant,
        [FromHeader(Name = "X-Depth")] int? depth,
        TimeProvider clock,
        IServiceProvider? services,
        [FromServices] ILoggerFactory loggers,
        [FromKeyedServices("slow")] TimeProvider slow,
        [LastEventId] string? cursor,
        HttpContext context,
        ClaimsPrincipal user,
        CancellationToken token,
        bool live = true,
        int limit = 10,
        double factor = 0.5,
        decimal step = 0.1m,
        char separator = ',',
        Side defaultSide = Side.Sell,
        string currency = "EUR",
        Guid trace = default);

    public async partial IAsyncEnumerable<string> Watch(
        string market, int number, string again, Side side, Side? other, string filter, string? note, DateOnly since, Guid? after, IPAddress? from,
        decimal? maxPrice, string tenant, int? depth, TimeProvider clock, IServiceProvider? services, ILoggerFactory loggers, TimeProvider slow,
        string? cursor, HttpContext context, ClaimsPrincipal user, [EnumeratorCancellation] CancellationToken token, bool live, int limit, double factor, decimal step,
        char separator, Side defaultSide, string currency, Guid trace)
    {
        logger.LogInformation("{Now}", time?.GetUtcNow());
        await Task.Yield();
        yield return market;
    }
}
