using System.Globalization;

namespace AotSse.Benchmarks.Start;

/// <summary>A number the project promises about its own server, in the unit of its measure.</summary>
internal sealed record Goal(double Limit, string Text)
{
    public const double OfStock = 0.80;
    public const double OfSeed = 0.25;
    public const double IdleMegabytes = 20;
    public const double BinaryMegabytes = 12;

    public static Goal Ratio(double limit, string other) => new(limit, string.Create(CultureInfo.InvariantCulture, $"<= {limit:0.00} of {other}"));

    public static Goal Megabytes(double limit) => new(limit, string.Create(CultureInfo.InvariantCulture, $"<= {limit:0} MB"));

    public string Judge(double measured) => $"{Text} {(measured <= Limit ? "met" : "MISSED")}";
}
