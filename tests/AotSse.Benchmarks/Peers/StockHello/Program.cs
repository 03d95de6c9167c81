// The seed's two routes as a user of the bare framework writes them: no options, no tuning. It is what AotSse has to beat.
var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();

app.MapGet("/", () => "hello!");

app.MapGet("/stream", async (HttpContext context, CancellationToken cancellation) =>
{
    context.Response.Headers.ContentType = "text/event-stream";
    context.Response.Headers.CacheControl = "no-cache";
    for (var i = 0; ; i++)
    {
        await context.Response.WriteAsync($"data: hello from server sent events ---- [{i}]\n\n", cancellation);
        await context.Response.Body.FlushAsync(cancellation);
        await Task.Delay(1000, cancellation);
    }
});

app.Run();
