using System.Text;
using AotSse.Wire;

namespace AotSse.Tests.Support;

/// <summary>What a piece of writing produces, whole, in a buffer of just enough room and in an ample one: they must agree.</summary>
internal static class Written
{
    public delegate void Writing(ref FrameWriter frame);

    /// <param name="write">Writes a part of a frame.</param>
    /// <param name="agree">Whether it writes the same each time.</param>
    public static string By(Writing write, bool agree = true)
    {
        var tiny = new TinyBuffer();
        var frame = tiny.Open();
        write(ref frame);
        frame.Commit();
        frame.Dispose();

        var ample = new FrameBatch();
        frame = ample.Open();
        write(ref frame);
        frame.Commit();
        frame.Dispose();

        if (agree) Assert.Equal(tiny.Committed, ample.Written.ToArray());
        ample.Clear();
        return Encoding.UTF8.GetString(tiny.Committed);
    }
}
