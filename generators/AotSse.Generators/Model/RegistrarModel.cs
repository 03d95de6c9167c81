using System.Globalization;
using System.Text;

namespace AotSse.Generators.Model;

/// <summary>The class that registers an assembly's own streams.</summary>
/// <param name="AssemblyName">The name of the assembly.</param>
/// <param name="Registrations">Its streams.</param>
internal sealed record RegistrarModel(string AssemblyName, EquatableArray<Registration> Registrations)
{
    /// <summary>Where registrars stand, out of sight of the user.</summary>
    public const string Namespace = "AotSse.Generated";

    /// <summary>Its name: no two assemblies have the same.</summary>
    public string Name => Identifier(AssemblyName) + "Streams";

    /// <summary>The same with <c>global::</c>; empty where there are no streams, and so no registrar.</summary>
    public string FullName => Registrations.Count == 0 ? "" : $"global::{Namespace}.{Name}";

    /// <summary>A dot becomes an underscore; what no identifier may contain, and the underscore itself, its number.</summary>
    private static string Identifier(string name)
    {
        var identifier = new StringBuilder();
        foreach (var c in name)
        {
            if (c == '.') identifier.Append('_');
            else if (c < 128 && char.IsLetterOrDigit(c)) identifier.Append(c);
            else identifier.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return identifier.Length > 0 && char.IsDigit(identifier[0]) ? "_" + identifier : identifier.ToString();
    }
}

/// <summary>The registrars that the user's calls reach: the assembly's own first, then those of the libraries it references.</summary>
/// <param name="AssemblyName">The name of the assembly.</param>
/// <param name="Registrars">Their names with <c>global::</c>.</param>
internal sealed record RegistrarSet(string AssemblyName, EquatableArray<string> Registrars);
