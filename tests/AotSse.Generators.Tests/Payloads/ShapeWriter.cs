using System.Reflection;
using System.Text;
using AotSse.Hosting;
using AotSse.Tests.Support;
using AotSse.Wire;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>Writes values of one type by the code that was generated for a stream of them.</summary>
internal sealed class ShapeWriter
{
    private readonly Func<object?, string> _write;

    private ShapeWriter(Type shape, Func<object?, string> write)
    {
        Shape = shape;
        _write = write;
    }

    /// <summary>The type.</summary>
    public Type Shape { get; }

    /// <summary>A class with a stream for each of some types.</summary>
    /// <param name="names">The types as C# names them.</param>
    public static string StreamsOf(IEnumerable<string> names)
    {
        var source = new StringBuilder("using System.Collections.Generic; using System.Threading.Tasks; using AotSse;\npublic static partial class Shapes\n{\n");
        foreach (var (number, name) in names.Index())
            source.Append(System.Globalization.CultureInfo.InvariantCulture, $"    [EventStream(\"/shapes/{number}\")] public static async partial IAsyncEnumerable<{name}> Shape{number}() {{ await Task.Yield(); yield break; }}\n");
        return source.Append("}\n").ToString();
    }

    /// <param name="project">What <see cref="StreamsOf"/> became.</param>
    /// <param name="shape">The type.</param>
    /// <param name="number">Its number among the streams.</param>
    public static ShapeWriter Of(Assembly project, Type shape, int number)
    {
        var method = project.GetType("Shapes", throwOnError: true)!.GetMethod(FormattableString.Invariant($"WriteShape{number}Item"), BindingFlags.NonPublic | BindingFlags.Static);
        return new ShapeWriter(shape, (Func<object?, string>)typeof(ShapeWriter).GetMethod(nameof(WriterOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(shape).Invoke(null, [method])!);
    }

    /// <summary>The frame of one event, the same in a buffer of just enough room and in an ample one.</summary>
    public string Write(object? value) => _write(value);

    private static Func<object?, string> WriterOf<T>(MethodInfo method)
    {
        var write = method.CreateDelegate<EventWriter<T>>();
        return value =>
        {
            var tiny = new TinyBuffer();
            var frame = tiny.Open();
            write(ref frame, (T)value!);
            frame.Commit();

            var batch = new FrameBatch();
            try
            {
                frame = batch.Open();
                write(ref frame, (T)value!);
                frame.Commit();
                Assert.Equal(tiny.Committed, batch.Written.ToArray());
                return Encoding.UTF8.GetString(batch.Written);
            }
            finally
            {
                batch.Clear();
            }
        };
    }
}
