using System.Text;

namespace AotSse.Generators.Parsing;

/// <summary>The rule of the runtime's <c>FieldRules</c>, at compile time: 1 to 256 bytes of UTF-8 without control characters.</summary>
internal static class EventNameRule
{
    private const int MaxBytes = 256;

    public static bool IsValid(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i])) return false;
            if (!char.IsSurrogate(name[i])) continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1])) return false;
            i++;
        }

        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxBytes;
    }
}
