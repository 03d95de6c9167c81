using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads what an attribute sets for its stream, within the ranges of the runtime's options.</summary>
internal static class SettingsParser
{
    private const int HourInMilliseconds = 3_600_000;

    /// <summary>The values of the enum, in order.</summary>
    private static readonly string[] LagPolicies = ["Disconnect", "DropOldest", Coalesce];

    /// <summary>The policy that goes by keys.</summary>
    public const string Coalesce = "Coalesce";

    public static SettingsModel? Parse(AttributeData attribute, bool isPush, DiagnosticSink sink)
    {
        var isRight = true;
        var settings = new SettingsModel(
            Retry: Read("Retry", HourInMilliseconds, "1 to 3,600,000 milliseconds"),
            Heartbeat: Read("Heartbeat", int.MaxValue / 1000, "at least 1 second"),
            Retain: ReadPush("Retain", "at least 1 event"),
            RetainBytes: ReadPush("RetainBytes", "at least 1 byte"),
            RetainSeconds: ReadPush("RetainSeconds", "at least 1 second"),
            Lag: ReadLag());
        return isRight ? settings : null;

        int? ReadPush(string name, string range)
        {
            if (isPush || attribute.NamedInt(name) is not { } value) return Read(name, int.MaxValue, range);
            sink.Report(Rules.BadSetting, attribute.Place(name), name, value, "a pull stream retains nothing");
            isRight = false;
            return null;
        }

        string? ReadLag()
        {
            if (attribute.NamedInt("Lag") is not { } value) return null;
            if (!isPush) sink.Report(Rules.BadSetting, attribute.Place("Lag"), "Lag", value, "a pull stream cannot be lagged behind: it waits for its client");
            else if (value >= 0 && value < LagPolicies.Length) return LagPolicies[value];
            else sink.Report(Rules.BadSetting, attribute.Place("Lag"), "Lag", value, "it must be one of LagPolicy");
            isRight = false;
            return null;
        }

        int? Read(string name, int most, string range)
        {
            if (attribute.NamedInt(name) is not { } value) return null;
            if (value >= 1 && value <= most) return value;
            sink.Report(Rules.BadSetting, attribute.Place(name), name, value, "it must be " + range);
            isRight = false;
            return null;
        }
    }
}
