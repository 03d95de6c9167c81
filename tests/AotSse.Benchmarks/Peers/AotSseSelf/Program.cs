// The library as its users host it: an app of their own that publishes in its own process, with the interface of the other peers.
using AotSse.Benchmarks.AotSseSelf;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddEventStreams();
var app = builder.Build();
app.MapEventStreams();
app.MapPost("/publish", PublishLines.HandleAsync);
app.MapGet("/gc", static context =>
{
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    GC.WaitForPendingFinalizers();
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    context.Response.StatusCode = StatusCodes.Status204NoContent;
    return Task.CompletedTask;
});
app.Run();
