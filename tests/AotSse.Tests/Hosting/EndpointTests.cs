using AotSse.Hosting;
using Microsoft.AspNetCore.Builder;

namespace AotSse.Tests.Hosting;

/// <summary>What the registrars of an app and its libraries map in one place.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("/prices/{symbol}", "/prices/{symbol}")]
    [InlineData("/prices", "/Prices/")]
    public async Task Two_assemblies_with_one_route_are_told_apart_when_the_app_starts(string route, string other)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var endpoints = new EventStreamEndpoints(app);
        endpoints.Map(route, "One.Prices", static _ => Task.CompletedTask);
        endpoints.Map("/other", "One.Other", static _ => Task.CompletedTask);

        var error = Assert.Throws<InvalidOperationException>(() => endpoints.Map(other, "Two.Prices", static _ => Task.CompletedTask));

        Assert.Equal($"The route '{other}' of 'Two.Prices' is that of 'One.Prices' too: no request could tell them apart.", error.Message);
    }
}
