using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Push methods called on a running app: what a subscriber reads is the JSON of the parameters.</summary>
public sealed class PushBytesTests(PayloadProject project)
{
    private const int Events = 40;

    private static readonly Dictionary<Type, object> Generators = new()
    {
        [typeof(Half)] = Values.Half,
        [typeof(float)] = Values.Single,
        [typeof(double)] = Values.Double,
        [typeof(decimal)] = Values.Decimal,
        [typeof(bool)] = Values.Boolean,
        [typeof(DateTime)] = Values.DateTime,
        [typeof(DateTimeOffset)] = Values.DateTimeOffset,
        [typeof(DateOnly)] = Values.DateOnly,
        [typeof(TimeOnly)] = Values.TimeOnly,
        [typeof(TimeSpan)] = Values.Duration,
    };

    public static TheoryData<Type> Types => [.. PayloadProject.ValueTypes];

    [Theory]
    [MemberData(nameof(Types))]
    public Task A_subscriber_reads_the_JSON_of_all_parameters(Type type) =>
        (Task)GetType().GetMethod(nameof(CheckAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.MakeGenericMethod(type).Invoke(this, null)!;

    private async Task CheckAsync<T>() where T : unmanaged
    {
        var values = (Generators.TryGetValue(typeof(T), out var generator) ? (Gen<T>)generator : Values.Bits<T>()).Sample(Events).ToArray();
        await using var reader = await EventReader.OpenAsync(project.Running.Client, $"/push/{typeof(T).Name}");
        var service = project.Running.Service($"Push{typeof(T).Name}");
        var send = service.GetType().GetMethod("Sent")!.CreateDelegate<Action<T, T?>>(service);

        var pairs = values.Select((value, index) => new Pair<T>(value, index % 3 == 0 ? null : value)).ToList();
        foreach (var pair in pairs) send(pair.Value, pair.Maybe);

        var events = await reader.NextAsync(Events);
        Assert.All(events, item => Assert.Equal("sent", item.EventType));
        Assert.Equal(pairs.Select(pair => JsonSerializer.Serialize(pair, JsonSerializerOptions.Web)), events.Select(item => item.Data));
    }
}
