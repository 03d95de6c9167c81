using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSse.Generators.Tests.Harness;

/// <summary>A user's project, compiled, loaded and running on a server in memory.</summary>
internal sealed class RunningProject : IAsyncDisposable
{
    private readonly AssemblyLoadContext _context;
    private readonly WebApplication _app;

    private RunningProject(AssemblyLoadContext context, Assembly assembly, WebApplication app)
    {
        _context = context;
        _app = app;
        Assembly = assembly;
        Client = app.GetTestClient();
    }

    public Assembly Assembly { get; }

    public HttpClient Client { get; }

    public static async Task<RunningProject> StartAsync(params string[] sources)
    {
        var run = await GeneratorRun.OfAsync(sources);
        using var image = new MemoryStream();
        Assert.True(run.Output.Emit(image).Success);
        image.Position = 0;

        // The framework and AotSse come from the tests' own context.
        var context = new AssemblyLoadContext("UserProject", isCollectible: true);
        var assembly = context.LoadFromStream(image);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        Generated(assembly, "Microsoft.Extensions.DependencyInjection.EventStreamServiceCollectionExtensions", "AddEventStreams").Invoke(null, [builder.Services, null]);

        var app = builder.Build();
        Generated(assembly, "Microsoft.AspNetCore.Builder.EventStreamEndpointRouteBuilderExtensions", "MapEventStreams").Invoke(null, [(IEndpointRouteBuilder)app]);
        await app.StartAsync();
        return new RunningProject(context, assembly, app);
    }

    /// <summary>A client of its own, for who sets headers.</summary>
    public HttpClient CreateClient() => _app.GetTestClient();

    /// <summary>The service of a type that declares streams.</summary>
    public object Service(string type) => _app.Services.GetRequiredService(Assembly.GetType(type, throwOnError: true)!);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _context.Unload();
    }

    private static MethodInfo Generated(Assembly assembly, string type, string method) =>
        assembly.GetType(type, throwOnError: true)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
}
