using AotSse.Sample;
using AotSse.Sample.Library;

// The other side: "listen <address>" subscribes to every stream of another instance, and prints what it receives.
if (args is ["listen", var address]) return await Listener.RunAsync(new Uri(address));

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddEventStreams(static options => options.Retry = TimeSpan.FromMilliseconds(100));
var app = builder.Build();
app.MapEventStreams();
app.MapEventStreamContracts(static contracts => contracts.Title = "Sample");
app.MapAlerts();

// Publishing: one call sends an event of each kind.
app.MapPost("/publish/prices/{symbol}/{price}", static (string symbol, decimal price, Prices prices) => prices.PriceChanged(symbol, price, DateTimeOffset.UnixEpoch));
app.MapPost("/publish/halted/{symbol}", static (string symbol, Prices prices) => prices.Halted(symbol, null));
app.MapPost("/publish/orders/{id}", static async (int id, Orders orders) => (await orders.OrderChanged(id, Samples.Order(id))).Id.ToString());
app.MapPost("/publish/drawn", static (Drawings drawings) =>
{
    drawings.Drawn(new Circle(2.5));
    drawings.Drawn(new Rectangle(3, 4));
});
app.MapPost("/publish/counters", static (Counters counters) => counters.Counted(Samples.Counts));
app.MapPost("/publish/news/{name}", static (string name, News news) => news.Told(name, "line 1\nline 2"));
app.MapPost("/publish/files", static (Files files) => files.Changed(Samples.Tree));

app.Run();
return 0;
