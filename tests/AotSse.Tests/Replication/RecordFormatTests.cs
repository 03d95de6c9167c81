using System.Text;
using AotSse.Fanout;
using AotSse.Replication;
using AotSse.Telemetry;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace AotSse.Tests.Replication;

public sealed class RecordFormatTests
{
    [Fact]
    public void What_is_read_is_what_was_written() => Prop.ForAll(Events, static written =>
    {
        var outbox = NewOutbox(out var source);
        var frame = OutgoingFrame.Open(outbox, Streams.New(), written.Topic, written.Key.Length > 0 ? new PublishKey(written.Scope, written.Key) : null, written.SizeHint);
        try
        {
            frame.WriteData(written.Data);
            frame.Write("\n"u8);
            if (written.Replaces.Length > 0) frame.SetKey(written.Replaces);
            frame.Commit();
        }
        finally
        {
            frame.Dispose();
        }

        Assert.Null(EventRecord.Read(Take(source), out var read));
        Assert.Equal(RecordKind.Event, read.Kind);
        Assert.Equal("abcdefgh", Encoding.ASCII.GetString(read.Epoch));
        Assert.Equal(7UL, read.Producer);
        Assert.Equal(Outbox.MarkerSequence + 1, read.Sequence);
        Assert.Equal("/t/{topic}", Encoding.UTF8.GetString(read.Route));
        Assert.Equal(Utf8(written.Topic), read.Topic.ToArray());
        Assert.Equal(Utf8(written.Key.Length > 0 ? written.Scope : ""), read.Scope.ToArray());
        Assert.Equal(Utf8(written.Key), read.OnceKey.ToArray());
        Assert.Equal(Utf8(written.Replaces), read.ReplaceKey.ToArray());
        Assert.Equal(Written.By((ref AotSse.Wire.FrameWriter writer) =>
        {
            writer.WriteData(written.Data);
            writer.Write("\n"u8);
        }), Encoding.UTF8.GetString(read.Frame));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_bytes_come_are_read_or_refused_but_nothing_is_thrown() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<int>(), static (noise, cut) =>
    {
        EventRecord.Read(noise, out _);

        var outbox = NewOutbox(out var source);
        var frame = OutgoingFrame.Open(outbox, Streams.New(), "topic", new PublishKey("scope", "key"), 10);
        frame.WriteData("data");
        frame.Commit();
        frame.Dispose();
        var record = Take(source).ToArray();

        // Cut anywhere, or with noise over it, it is no whole record or another one.
        EventRecord.Read(record.AsSpan(0, (int)((uint)cut % record.Length)), out _);
        noise.AsSpan(0, Math.Min(noise.Length, record.Length - 2)).CopyTo(record.AsSpan(2));
        EventRecord.Read(record, out _);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_record_of_another_version_is_refused_by_its_number()
    {
        Assert.Equal("its version is 9: this node knows only 1", EventRecord.Read([9, 1, 2], out _));
        Assert.Equal("it is empty", EventRecord.Read([], out _));
        Assert.Equal("it is shorter than a header", EventRecord.Read([1, 1, 2], out _));
    }

    private static Arbitrary<SentEvent> Events => (
        from topic in Texts.Where(static text => text.Length > 0)
        from data in Texts
        from scope in Texts
        from key in Texts
        from replaces in Texts
        from size in Gen.Choose(0, 2_000)
        select new SentEvent(topic, data, scope, key, replaces, size)).ToArbitrary();

    private static Gen<string> Texts => Gen.OneOf(ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(static text => text.Get), Gen.Choose(0, 5_000).Select(static length => new string('é', length)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static ReadOnlySpan<byte> Take(IRecordSource source)
    {
        var taken = source.TakeAsync(CancellationToken.None);
        Assert.True(taken.IsCompletedSuccessfully);
        return taken.Result.Span;
    }

    private static Outbox NewOutbox(out IRecordSource source)
    {
        var context = Context();
        var outbox = new Outbox(producer: 7, marker: default, new LogLink(0, "append", context), new ReplicationOptions(), TimeProvider.System, context.Meters);
        outbox.SetEpoch("abcdefgh"u8.ToArray());
        outbox.OnMarkerRead();
        source = outbox.Open();
        return outbox;
    }

    internal static ReplicationContext Context(TimeProvider? time = null) => new(
        new LogClock(time ?? TimeProvider.System, TimeSpan.FromSeconds(1)),
        new AotSse.Hosting.PublishedKeys(10, TimeSpan.FromMinutes(1), long.MaxValue, time ?? TimeProvider.System, NullLogger.Instance, isShared: true),
        new ReplicationMeters(null, static () => [], static () => []),
        time ?? TimeProvider.System,
        NullLogger.Instance);

    /// <summary>Without a key it has no scope either; empty is none.</summary>
    private sealed record SentEvent(string Topic, string Data, string Scope, string Key, string Replaces, int SizeHint);
}
