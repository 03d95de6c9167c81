using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>How feeds follow a topic, and how a feed, which is one itself, gets its events.</summary>
internal partial class Topic
{
    /// <summary>Has a feed follow this topic from a number on.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="last">The number up to which the pump has copied everything.</param>
    /// <param name="end">The position up to which the past reaches; what comes from there on is the pump's.</param>
    /// <param name="floor">The number up to which events are gone.</param>
    /// <returns>A view of the past, to be given back by <see cref="Release"/>.</returns>
    public LogView Follow(Feed feed, long last, out long end, out long floor)
    {
        lock (_gate)
        {
            var log = LogUnsynchronized;
            if (_followers.Length == 0) _unfollowed = log.PositionAfter(last);
            if (!_followers.Contains(feed)) _followers = [.. _followers, feed];
            KeepUnsynchronized(_unswept);
            if (_unfollowed < log.EndPosition)
            {
                ListUnsynchronized();
                Stream.Pump.Wake();
            }

            end = _unfollowed;
            floor = log.Floor;
            return log.View();
        }
    }

    /// <summary>Takes what has not been copied yet. Called by the pump.</summary>
    /// <param name="last">The number up to which it is taken.</param>
    /// <param name="view">Holds it, to be given back by <see cref="Release"/>.</param>
    /// <param name="first">The position of the first event.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="followers">Where it goes.</param>
    /// <returns><see langword="false"/> when there are events behind that number: the topic stands on the list again.</returns>
    public bool TryFollow(long last, out LogView view, out long first, out long end, out Feed[] followers)
    {
        lock (_gate)
        {
            view = _log!.View();
            followers = _followers;
            first = _unfollowed;
            end = Math.Max(first, _log.PositionAfter(last));
            _unfollowed = end;
            _listed = false;
            KeepUnsynchronized(_unswept);
            if (end >= _log.EndPosition) return true;
            ListUnsynchronized();
            return false;
        }
    }

    /// <summary>Lets go of feeds.</summary>
    public void Unfollow(Predicate<Feed> isGone)
    {
        lock (_gate)
        {
            if (!Array.Exists(_followers, isGone)) return;
            _followers = Array.FindAll(_followers, feed => !isGone(feed));
            KeepUnsynchronized(_unswept);
        }
    }

    /// <summary>Makes the log of a feed.</summary>
    protected void Begin(WireLog log)
    {
        lock (_gate) _log = log;
    }

    /// <summary>Events up to a number will never come: subscribers fall behind.</summary>
    protected void BreakAt(long number)
    {
        lock (_gate)
        {
            if (_retired) return;
            _log!.Break(number);
        }

        WakeSweep();
    }

    /// <summary>Puts the topic on the pump's list, once.</summary>
    private void ListUnsynchronized()
    {
        if (_listed) return;
        _listed = true;
        Stream.Pump.Add(this);
    }
}
