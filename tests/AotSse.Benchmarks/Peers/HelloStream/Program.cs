// The seed's two routes as a user of the library writes them, on the host that the framework gives.
using System.Runtime.CompilerServices;
using AotSse;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddEventStreams();
var app = builder.Build();
app.MapGet("/", static context => context.Response.WriteAsync("hello!"));
app.MapEventStreams();
app.Run();

internal static partial class Greeting
{
    [EventStream("/stream")]
    public static async partial IAsyncEnumerable<string> Hello([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            yield return $"hello from server sent events ---- [{i}]";
            await Task.Delay(1000, cancellation);
        }
    }
}
