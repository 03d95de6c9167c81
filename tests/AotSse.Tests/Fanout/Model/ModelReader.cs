using AotSse.Wire;

namespace AotSse.Tests.Fanout.Model;

/// <summary>A subscriber and what the model says that it must see.</summary>
internal sealed class ModelReader
{
    private readonly LogReader _reader;
    private readonly ModelTopic _topic;
    private readonly LagPolicy _lag;

    // The event that must come next, by its index in the model; unknown while the log says where it starts.
    private int _next;
    private bool _isBehind;
    private int _looksSinceCaughtUp;

    /// <param name="reader">The subscriber, just subscribed.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="lag">The policy of the stream.</param>
    /// <param name="cursor">What it brought.</param>
    /// <param name="last">The last number of the stream at that moment.</param>
    public ModelReader(LogReader reader, ModelTopic topic, LagPolicy lag, string? cursor, long last)
    {
        (_reader, _topic, _lag) = (reader, topic, lag);
        var start = reader.Start;
        if (string.IsNullOrEmpty(cursor))
        {
            Assert.Equal((GapReason.None, last), (start.Gap, start.Position.Number));
        }
        else if (!EventId.TryParse(cursor, out var id))
        {
            Assert.Equal(GapReason.Unknown, start.Gap);
        }
        else if (id.Epoch != "e")
        {
            Assert.Equal(GapReason.Epoch, start.Gap);
        }
        else if (id.Number > last)
        {
            Assert.Equal(GapReason.Unknown, start.Gap);
        }
        else if (id.Number >= topic.Floor)
        {
            // Promised: exactly what it lacks.
            Assert.Equal((GapReason.None, id.Number), (start.Gap, start.Position.Number));
        }
        else
        {
            // More than the promise may be there, as long as it is the truth.
            Assert.True(start.Gap is GapReason.None or GapReason.Evicted, $"{start.Gap}");
            Assert.True(start.Gap == GapReason.None ? start.Position.Number == id.Number : start.Position.Number > id.Number, $"{start.Position} for {cursor}");
        }

        // Whatever the answer: everything after the position that it tells, and nothing else.
        _next = topic.IndexAfter(start.Position.Number);
        _looksSinceCaughtUp = _next < topic.Count ? 1 : 0;
        if (start.Gap == GapReason.None) return;
        Assert.True(_next <= topic.FirstPromised, "It starts behind the oldest event that must be there.");
        Assert.Equal(_next < topic.Count ? topic[_next].Number : null, start.Oldest?.Number);
    }

    /// <summary>How many it has lost and been told of.</summary>
    public long Lost { get; private set; }

    /// <summary>The cursor a client would come back with.</summary>
    public string Cursor => $"e-{_reader.After}";

    public bool KeepsUp => _reader.KeepsUp;

    public void Leave() => _reader.Leave();

    public void FallBehind()
    {
        _reader.FallBehind();
        _isBehind = true;
    }

    /// <summary>The log has looked for old events: who has not taken them by the second time does not keep up.</summary>
    public void OnTrim() => _looksSinceCaughtUp++;

    /// <summary>Reads at most that many events.</summary>
    /// <returns><see langword="false"/> when it was overtaken and must come back.</returns>
    public bool Read(int most)
    {
        for (var read = 0; read < most; read++)
        {
            switch (_reader.ReadOne(out var found))
            {
                case 0:
                    PassOver(_topic.Count);
                    _isBehind = false;
                    _looksSinceCaughtUp = 0;
                    return true;
                case < 0:
                    if (!OnOvertaken()) return false;
                    break;
                default:
                    var index = _topic.IndexAfter(found.Number - 1);
                    PassOver(index);
                    Assert.Equal((_topic[index].Number, _topic[index].Data), (found.Number, found.Data));
                    Assert.False(Coalesces && _topic.IsSuperseded(index), $"{found} was superseded.");
                    Assert.Equal(found.Number, _reader.After);
                    _next = index + 1;
                    break;
            }
        }

        return true;
    }

    private bool Coalesces => _isBehind && _lag == LagPolicy.Coalesce;

    /// <summary>Only what newer events made needless may be left out, and only while behind.</summary>
    private void PassOver(int index)
    {
        Assert.True(_next <= index, "An event came twice, or in the wrong order.");
        for (; _next < index; _next++) Assert.True(Coalesces && _topic.IsSuperseded(_next), $"{_topic[_next]} was left out.");
    }

    private bool OnOvertaken()
    {
        Assert.True(_next < _topic.FirstPromised, $"It was overtaken before {_topic[_next]}, which must be there.");
        Assert.False(KeepsUp && _looksSinceCaughtUp < 2 && !_topic.HasExpired(_next), "It was overtaken though it keeps up.");
        if (_lag == LagPolicy.Disconnect) return false;

        var lost = _reader.SkipLost();
        Assert.True(lost > 0);
        Assert.True(_next + lost <= _topic.FirstPromised, "Events were dropped that must be there.");
        _next += (int)lost;
        Lost += lost;
        return true;
    }
}
