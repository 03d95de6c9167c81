using AotSse.Fanout;

namespace AotSse.Tests.Fanout;

public sealed class TurnTests
{
    private Turn _turn;
    private int _inside;
    private volatile bool _request;

    [Fact]
    public async Task No_request_is_lost_and_one_at_a_time_is_inside()
    {
        // Two sides store a flag and ask, as fast as they can: when all is quiet no flag may be left standing.
        const int rounds = 300_000;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            var sides = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < rounds; i++) Request();
            })).ToArray();
            await Task.WhenAll(sides);
            Assert.False(_request, "A request was left standing.");
        }
    }

    private void Request()
    {
        _request = true;
        if (!_turn.Ask()) return;
        do
        {
            _turn.Begin();
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            if (_request) _request = false;
            Interlocked.Decrement(ref _inside);
        }
        while (!_turn.End());
    }
}
