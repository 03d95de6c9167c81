using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the registrars of the class libraries that an assembly references.</summary>
internal static class LibraryParser
{
    /// <summary>Their names with <c>global::</c>, in the order of the alphabet.</summary>
    public static EquatableArray<string> Parse(Compilation compilation, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellation.ThrowIfCancellationRequested();

            // Most assemblies know nothing of the runtime; their attributes need not be read.
            if (!assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Names.Assembly))) continue;
            foreach (var attribute in assembly.GetAttributes())
            {
                if (attribute.AttributeClass.Is(Names.Registrar) && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol registrar }])
                    found.Add(registrar.ToSourceNotNull());
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found.ToEquatable();
    }
}
