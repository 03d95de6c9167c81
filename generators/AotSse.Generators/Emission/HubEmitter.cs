using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes the constructor, and the field, through which push methods reach the hub.</summary>
internal static class HubEmitter
{
    private const string HubType = "global::AotSse.EventStreamHub";

    public static void Emit(SourceWriter writer, TypeModel type)
    {
        var hub = type.Hub!;
        if (hub.DeclaresField)
        {
            writer.Line($"private readonly {HubType} {hub.Member};");
            writer.Line();
        }

        writer.Line("/// <summary>Takes the hub that serves the clients of this type's streams.</summary>");
        writer.Line(Code.Generated);
        if (hub.SetsRequiredMembers) writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        writer.Line($"public {type.Name}({HubType} hub){(hub.CallsBase ? " : base(hub)" : "")} => {(hub.Member == "hub" ? "this." : "")}{hub.Member} = hub;");
    }
}
