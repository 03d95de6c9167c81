using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>How properties are checked: a failure gives the smallest value that shows it, and the seed.</summary>
internal static class Property
{
    private const int Values = 300;

    public static void Holds<T>(Gen<T> values, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Values).WithQuietOnSuccess(true));
}
