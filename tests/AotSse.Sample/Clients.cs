using AotSse.Client;

namespace AotSse.Sample;

[EventStreamClient(typeof(Prices))]
internal sealed partial class PricesClient;

[EventStreamClient(typeof(Orders))]
internal sealed partial class OrdersClient;

[EventStreamClient(typeof(Drawings))]
internal sealed partial class DrawingsClient;

[EventStreamClient(typeof(Counters))]
internal sealed partial class CountersClient;

[EventStreamClient(typeof(News))]
internal sealed partial class NewsClient;

[EventStreamClient(typeof(Files))]
internal sealed partial class FilesClient;

[EventStreamClient(typeof(Clock))]
internal sealed partial class ClockClient;
