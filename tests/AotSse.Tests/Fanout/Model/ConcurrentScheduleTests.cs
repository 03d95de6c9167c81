using System.Collections.Concurrent;
using AotSse.Fanout;
using AotSse.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Fanout.Model;

/// <summary>Publishers, clients and time on threads of their own. What each client saw is judged when all is over, against what was published.</summary>
public sealed class ConcurrentScheduleTests
{
    private const int Publishers = 3;
    private const int Clients = 5;
    private const int EventsEach = 4_000;

    private static readonly string[] Topics = ["a", "b"];
    private static readonly string?[] Keys = [null, "k1", "k2"];

    private readonly ConcurrentDictionary<(string Topic, long Number), (string Data, string? Key)> _published = [];
    private readonly FakeTimeProvider _time = new();

    // The highest number with each key, when all is over.
    private Dictionary<(string Topic, string Key), long> _newest = [];

    private bool _isDone;

    [Theory]
    [InlineData(LagPolicy.Disconnect, 4)]
    [InlineData(LagPolicy.DropOldest, 4)]
    [InlineData(LagPolicy.Coalesce, 4)]
    [InlineData(LagPolicy.Coalesce, 500)]
    public async Task Every_client_sees_a_contiguous_run_or_a_declared_gap(LagPolicy lag, int retain)
    {
        var seed = Random.Shared.Next(1 << 20);
        var stream = Streams.New(retain, retainAge: TimeSpan.FromSeconds(1), time: _time, lag: lag);
        var publishing = Enumerable.Range(0, Publishers).Select(i => Task.Run(() => Publish(stream, new Random(seed + i)), TestContext.Current.CancellationToken)).ToList();
        var passing = Task.Run(() => PassTime(stream), TestContext.Current.CancellationToken);
        var reading = Enumerable.Range(0, Clients).Select(i => Task.Run(() => ReadAll(stream, lag, new Random(seed - 1 - i)), TestContext.Current.CancellationToken)).ToList();

        try
        {
            await Task.WhenAll(publishing);
        }
        finally
        {
            Volatile.Write(ref _isDone, true);
        }

        await passing;
        var visits = (await Task.WhenAll(reading)).SelectMany(visits => visits).ToList();

        var history = Topics.ToDictionary(topic => topic, topic => _published.Keys.Where(key => key.Topic == topic).Select(key => key.Number).Order().ToList());
        Assert.Equal(Publishers * EventsEach, history.Values.Sum(numbers => numbers.Count));
        _newest = _published.Where(e => e.Value.Key is not null).GroupBy(e => (e.Key.Topic, e.Value.Key!)).ToDictionary(group => group.Key, group => group.Max(e => e.Key.Number));
        foreach (var visit in visits)
        {
            try
            {
                Judge(visit, history[visit.Topic], lag);
            }
            catch (Exception wrong)
            {
                Assert.Fail($"seed {seed}, {visit.Topic} from '{visit.Cursor}', answered {visit.Gap} at {visit.After}, saw {string.Join(" ", visit.Seen.Take(50))}: {wrong}");
            }
        }

        Assert.Contains(visits, visit => visit.Gap != GapReason.None);

        // Where a topic keeps four events, nobody may be quick enough.
        if (retain > 100) Assert.Contains(visits, visit => visit is { Gap: GapReason.None, Cursor: not null, Seen.Count: > 0 });
    }

    private void Publish(PushStream stream, Random random)
    {
        for (var i = 0; i < EventsEach; i++)
        {
            var topic = Topics[random.Next(Topics.Length)];
            var key = Keys[random.Next(Keys.Length)];
            var data = new string((char)('a' + random.Next(26)), random.Next(50));
            var id = stream.Publish(topic, data, key).Id;
            Assert.True(_published.TryAdd((topic, id.Number), (data, key)), $"{id} was given twice.");
            if (random.Next(50) == 0) Thread.Yield();
        }
    }

    /// <summary>Old events go, and topics with them.</summary>
    private void PassTime(PushStream stream)
    {
        while (!Volatile.Read(ref _isDone))
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            stream.Engine.Clock.Tick();
            stream.Trim();
            Thread.Yield();
        }
    }

    private List<Visit> ReadAll(PushStream stream, LagPolicy lag, Random random)
    {
        var visits = new List<Visit>();
        string? cursor = null;
        while (!Volatile.Read(ref _isDone))
        {
            var topic = Topics[random.Next(Topics.Length)];
            cursor = random.Next(8) switch { 0 => null, 1 => "f-3", 2 => "garbage", 3 => $"e-{random.Next(Publishers * EventsEach)}", _ => cursor };
            var reader = new LogReader(stream, topic, cursor, keepsUp: random.Next(2) == 0);
            var visit = new Visit(topic, cursor, reader.Start.Gap, reader.Start.Position.Number);
            visits.Add(visit);
            for (var reads = random.Next(1, 60); reads > 0; reads--)
            {
                if (random.Next(6) == 0) reader.FallBehind();
                if (!ReadSome(reader, visit, lag, random.Next(1, 40))) break;
                if (random.Next(3) == 0) Thread.Yield();
            }

            cursor = $"e-{reader.After}";
            reader.Leave();
        }

        return visits;
    }

    private static bool ReadSome(LogReader reader, Visit visit, LagPolicy lag, int most)
    {
        for (var read = 0; read < most; read++)
        {
            var result = reader.ReadOne(out var seen);
            if (result == 0) return true;
            if (result > 0)
            {
                visit.Seen.Add(seen);
                continue;
            }

            visit.Losses.Add(visit.Seen.Count);
            if (lag == LagPolicy.Disconnect) return false;
            Assert.True(reader.SkipLost() > 0);
        }

        return true;
    }

    private void Judge(Visit visit, List<long> history, LagPolicy lag)
    {
        // The answer tells where the client stands: everything of the topic after that follows.
        if (visit.Gap == GapReason.None && !string.IsNullOrEmpty(visit.Cursor)) Assert.Equal(visit.Cursor, $"e-{visit.After}");
        if (visit.Gap == GapReason.Evicted) Assert.True(EventId.TryParse(visit.Cursor, out var id) && id.Number < visit.After);
        var next = IndexAfter(history, visit.After);
        for (var i = 0; i < visit.Seen.Count; i++)
        {
            var index = history.BinarySearch(visit.Seen[i].Number);
            Assert.True(index >= next, $"{visit.Seen[i]} is strange, or came again.");
            Assert.Equal(_published[(visit.Topic, visit.Seen[i].Number)].Data, visit.Seen[i].Data);
            if (!visit.Losses.Contains(i))
                for (; next < index; next++) Assert.True(lag == LagPolicy.Coalesce && IsReplaced(visit, history[next], i), $"{history[next]} is missing before {visit.Seen[i]}.");
            next = index + 1;
        }
    }

    /// <summary>Whether a newer event with the same key came later, or might have after a loss or the end of the visit.</summary>
    private bool IsReplaced(Visit visit, long number, int from)
    {
        if (_published[(visit.Topic, number)].Key is not { } key) return false;
        return visit.Losses.Exists(loss => loss >= from)
            || visit.Seen.FindLastIndex(seen => _published[(visit.Topic, seen.Number)].Key == key) >= from
            || _newest[(visit.Topic, key)] > visit.Seen[^1].Number;
    }

    private static int IndexAfter(List<long> numbers, long number)
    {
        var index = numbers.BinarySearch(number);
        return index >= 0 ? index + 1 : ~index;
    }

    private sealed record Visit(string Topic, string? Cursor, GapReason Gap, long After)
    {
        public List<LogEvent> Seen { get; } = [];

        /// <summary>How many had been seen whenever the retention had passed the client.</summary>
        public List<int> Losses { get; } = [];
    }
}
