using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>ASP.NET Core's own authorization decides about streams as about any endpoint.</summary>
public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("/secret/A")]
    [InlineData("/secrets")]
    public async Task An_attribute_on_the_method_or_its_type_protects_the_stream(string path)
    {
        await using var app = await StartAsync();
        using var refused = await app.SubscribeAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Response.StatusCode);

        using var stream = await app.SubscribeAsync(path, ("X-User", "me"));
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        await stream.OpenedAsync();
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/secret/open")]
    public async Task Other_streams_stay_open(string path)
    {
        await using var app = await StartAsync();
        using var stream = await app.SubscribeAsync(path);
        await stream.OpenedAsync();
    }

    [Fact]
    public async Task RequireAuthorization_protects_all_but_those_that_allow_anybody()
    {
        await using var app = await StartAsync(static streams => streams.RequireAuthorization());
        foreach (var path in new[] { "/prices/A", "/greeted", "/secrets" })
        {
            using var refused = await app.SubscribeAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Response.StatusCode);
        }

        using var stream = await app.SubscribeAsync("/secret/open");
        await stream.OpenedAsync();
        using var mine = await app.SubscribeAsync("/prices/A", ("X-User", "me"));
        await mine.OpenedAsync();
    }

    private static Task<TestApp> StartAsync(Action<IEndpointConventionBuilder>? streams = null) => TestApp.StartAsync(
        host: static host => host.ConfigureServices(static services =>
        {
            services.AddAuthorization();
            services.AddAuthentication();
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, StatusOnly>();
        }),
        pipeline: static pipeline =>
        {
            pipeline.Use(static (context, next) =>
            {
                if (context.Request.Headers["X-User"] is [{ } user]) context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", user)], "test"));
                return next(context);
            });
            pipeline.UseRouting();
            pipeline.UseAuthorization();
        },
        streams: streams);

    /// <summary>A challenge without an authentication scheme: the status is what counts here.</summary>
    private sealed class StatusOnly : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, Microsoft.AspNetCore.Authorization.Policy.PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded) return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
    }
}
