using AotSse.Fanout;
using AotSse.Log;
using AotSse.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Fanout.Model;

/// <summary>A random run of everything that publishers, clients and time can do to a stream, each step held against the model. One number gives the whole run.</summary>
internal sealed class Schedule
{
    private const int Steps = 60;
    private const int MaxReaders = 5;

    private static readonly string[] Topics = ["a", "b", "c"];
    private static readonly string?[] Keys = [null, null, "k1", "k2", "k3"];

    private readonly Random _random;
    private readonly FakeTimeProvider _time = new();
    private readonly Retention _retention;
    private readonly LagPolicy _lag;
    private readonly PushStream _stream;
    private readonly Dictionary<string, ModelTopic> _topics = [];
    private readonly List<(string Topic, ModelReader Reader)> _readers = [];

    // What clients that have left come back with.
    private readonly List<string> _cursors = [];
    private long _last;
    private long _floor;

    public Schedule(int seed)
    {
        _random = new Random(seed);
        _lag = (LagPolicy)(seed % 3);
        _retention = new Retention(_random.Next(1, 16), _random.Next(60, 2_000), TimeSpan.FromSeconds(_random.Next(1, 8)));
        _stream = Streams.New(_retention.Events, _retention.Bytes, _retention.Age, _time, _lag);
    }

    /// <summary>Events that were lost and said to be: a run of schedules without any has tested nothing.</summary>
    public long Lost { get; private set; }

    public void Run()
    {
        for (var step = 0; step < Steps; step++) Step();
        End();
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 40:
                for (var burst = _random.Next(4) == 0 ? _random.Next(40) : 1; burst > 0; burst--) Publish(AnyTopic());
                break;
            case < 43:
                Fail(AnyTopic());
                break;
            case < 58 when _readers.Count < MaxReaders:
                Subscribe(AnyTopic(), AnyCursor());
                break;
            case < 65 when _readers.Count > 0:
                Leave(_random.Next(_readers.Count));
                break;
            case < 72 when _readers.Count > 0:
                _readers[_random.Next(_readers.Count)].Reader.FallBehind();
                break;
            case < 80:
                Trim();
                break;
            case < 84:
                Assert.Equal(_topics.Count, _stream.TopicCount);
                break;
            default:
                if (_readers.Count > 0) Read(_random.Next(_readers.Count), _random.Next(3) == 0 ? int.MaxValue : _random.Next(1, 6));
                break;
        }
    }

    /// <summary>Everybody reads to the end and leaves; then exactly what was promised is left.</summary>
    private void End()
    {
        while (_readers.Count > 0)
        {
            Read(0, int.MaxValue);
            if (_readers.Count > 0) Leave(0);
        }

        foreach (var topic in Topics)
        {
            var model = Model(topic);
            var reader = new LogReader(_stream, topic, "f-1");
            Assert.Equal((GapReason.Epoch, model.Floor), (reader.Start.Gap, reader.Start.Position.Number));
            for (var i = model.FirstPromised; i < model.Count; i++)
            {
                Assert.True(reader.ReadOne(out var read) > 0);
                Assert.Equal((model[i].Number, model[i].Data), (read.Number, read.Data));
            }

            Assert.Equal(0, reader.ReadOne(out _));
            reader.Leave();
            ForgetIfUnused(topic);
        }

        Assert.Equal(_topics.Count, _stream.TopicCount);
    }

    private void Publish(string topic)
    {
        var model = Model(topic);
        var data = new string((char)('a' + _random.Next(26)), _random.Next(10) == 0 ? _random.Next(3_000) : _random.Next(30));
        var key = Keys[_random.Next(Keys.Length)];
        var time = _stream.Engine.Clock.Stamp;
        var receipt = _stream.Publish(topic, data, key);
        Assert.Equal(new EventId("e", ++_last), receipt.Id);
        Assert.Equal(_readers.Count(reader => reader.Topic == topic), receipt.Subscribers);
        model.Publish(new ModelEvent(_last, data, key, time, $"0000\r\nid: e-{_last}\ndata: {data}\n\n\r\n".Length));
    }

    /// <summary>An event that is not finished uses its number up and changes nothing else.</summary>
    private void Fail(string topic)
    {
        Model(topic);
        var frame = _stream.Open(topic, 10);
        frame.WriteData(new string('x', _random.Next(5_000)));
        frame.SetKey("k1");
        frame.Dispose();
        _last++;
    }

    private void Subscribe(string topic, string? cursor)
    {
        var model = Model(topic);
        var reader = new LogReader(_stream, topic, cursor, keepsUp: _random.Next(2) == 0);
        _readers.Add((topic, new ModelReader(reader, model, _lag, cursor, _last)));
    }

    private void Read(int index, int most)
    {
        var (topic, reader) = _readers[index];
        var lostBefore = reader.Lost;
        var isThere = reader.Read(most);
        Lost += reader.Lost - lostBefore;
        if (isThere) return;

        // As the engine does: the stream is ended, the client comes back and is told.
        var cursor = reader.Cursor;
        Leave(index);
        Subscribe(topic, cursor);
        Lost++;
    }

    private void Leave(int index)
    {
        var (topic, reader) = _readers[index];
        _cursors.Add(reader.Cursor);
        _readers.RemoveAt(index);
        reader.Leave();
        ForgetIfUnused(topic);
    }

    private void Trim()
    {
        _time.Advance(TimeSpan.FromMilliseconds(_random.Next(2_000)));
        _stream.Engine.Clock.Tick();
        _stream.Trim();
        foreach (var (topic, model) in _topics.ToList())
        {
            model.Trim(_stream.Engine.Clock.Now);
            ForgetIfUnused(topic);
        }

        foreach (var (_, reader) in _readers) reader.OnTrim();
    }

    private void ForgetIfUnused(string topic)
    {
        if (!_topics.TryGetValue(topic, out var model) || !model.IsEmpty || _readers.Exists(reader => reader.Topic == topic)) return;
        _topics.Remove(topic);
        _floor = Math.Max(_floor, model.Floor);
    }

    private ModelTopic Model(string topic)
    {
        if (!_topics.TryGetValue(topic, out var model)) _topics.Add(topic, model = new ModelTopic(_retention, _floor));
        return model;
    }

    private string AnyTopic() => Topics[_random.Next(Topics.Length)];

    private string? AnyCursor() => _random.Next(9) switch
    {
        0 => null,
        1 => "",
        2 => "f-3",
        3 => "garbage",
        4 => $"e-{_last + _random.Next(1, 10)}",
        5 => $"e-{_last}",
        6 when _cursors.Count > 0 => _cursors[_random.Next(_cursors.Count)],
        _ => $"e-{_random.NextInt64(_last + 1)}",
    };
}
