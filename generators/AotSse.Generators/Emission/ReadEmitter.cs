using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes the class that describes payloads to <c>JsonSerializer</c>: what reflection would find out, as plain code.</summary>
internal static class ReadEmitter
{
    /// <summary>What the file names by an alias, so that it can be read.</summary>
    public const string Aliases = """
        using JsonMetadata = global::System.Text.Json.Serialization.Metadata;
        using JsonOptions = global::System.Text.Json.JsonSerializerOptions;
        using JsonServices = global::System.Text.Json.Serialization.Metadata.JsonMetadataServices;
        using PayloadTypes = global::AotSse.Client.Payloads.PayloadTypes;
        """;

    private const string Services = "JsonServices";
    private const string PayloadTypes = "PayloadTypes";

    private const string Metadata = "JsonMetadata.";
    private const string Numbers = $"NumberHandling = {PayloadTypes}.Numbers";
    private const string Options = "JsonOptions";
    private const string Type = "global::System.Type";

    public static void Emit(SourceWriter writer, EquatableArray<ReadType> types)
    {
        // JSON may hold null anywhere, whatever a type says.
        writer.Line("#nullable disable");
        writer.Line("/// <summary>Describes payloads to <c>JsonSerializer</c>, so that it needs no reflection.</summary>");
        writer.Line(Code.Generated);
        writer.Open($"private sealed class Payloads : {Metadata}IJsonTypeInfoResolver");
        writer.Line($"private static readonly {Options} Options = {PayloadTypes}.Options(new Payloads());");
        writer.Line();
        writer.Line($"public static {Metadata}JsonTypeInfo<T> Of<T>() => {PayloadTypes}.Of<T>(Options);");
        writer.Line();
        writer.Open($"public {Metadata}JsonTypeInfo GetTypeInfo({Type} type, {Options} options)");
        foreach (var type in types) writer.Line($"if (type == typeof({type.Type})) return {Create(type)};");
        writer.Line("return null;");
        writer.Close();
        foreach (var found in types.OfType<ReadObject>()) Object(writer, found);
        writer.Close();
        writer.Line("#nullable enable");
    }

    private static string Create(ReadType type) => type switch
    {
        ReadValue value => $"{Services}.CreateValueInfo<{value.Type}>(options, {value.Converter})",
        ReadCollection list => $"{Services}.{list.Method}(options, new {Metadata}JsonCollectionInfoValues<{list.Type}>{Creator(list)}{(list.CreateRange is { } range ? ", " + range : "")})",
        _ => $"Create{type.Name}(options)",
    };

    private static string Creator(ReadCollection list) => $" {{ {Numbers}{(list.CanCreate ? $", ObjectCreator = static () => new {list.Type}()" : "")} }}";

    private static void Object(SourceWriter writer, ReadObject found)
    {
        // What the constructor and the initializer take, in one list of arguments.
        var initialized = found.Members.Where(member => member.Set == ReadSet.Initialize).ToList();
        var needsArguments = found.CanCreate && (found.Arguments.Count > 0 || initialized.Count > 0);

        writer.Line();
        writer.Line($"private static {Metadata}JsonTypeInfo<{found.Type}> Create{found.Name}({Options} options) =>");
        writer.Indented(() =>
        {
            writer.Open($"{Services}.CreateObjectInfo(options, new {Metadata}JsonObjectInfoValues<{found.Type}>");
            if (needsArguments)
            {
                writer.Line($"ObjectWithParameterizedConstructorCreator = static arguments => {New(found, initialized)},");
                writer.Line($"ConstructorParameterMetadataInitializer = {found.Name}Arguments,");
            }
            else if (found.CanCreate) writer.Line($"ObjectCreator = static () => new {found.Type}(),");
            writer.Line($"{Numbers},");
            writer.Line($"PropertyMetadataInitializer = _ => {found.Name}Members(options),");
            writer.Close(");");
        });

        if (needsArguments) Arguments(writer, found, initialized);
        Members(writer, found);
    }

    private static string New(ReadObject found, List<ReadMember> initialized)
    {
        var index = 0;
        var arguments = string.Join(", ", found.Arguments.Select(argument =>
            argument.Member is null ? argument.Default ?? "default" : $"({Member(found, argument.Member).Type})arguments[{index++}]"));
        var initializer = string.Join(", ", initialized.Select(member => $"{member.Name} = ({member.Type})arguments[{index++}]"));
        return $"new {found.Type}({arguments}){(initializer.Length > 0 ? $" {{ {initializer} }}" : "")}";
    }

    private static void Arguments(SourceWriter writer, ReadObject found, List<ReadMember> initialized)
    {
        writer.Line();
        writer.Line($"private static {Metadata}JsonParameterInfoValues[] {found.Name}Arguments() =>");
        writer.Line("[");
        writer.Indented(() =>
        {
            var position = 0;
            foreach (var argument in found.Arguments)
                if (argument.Member is { } name) Argument(Member(found, name), argument.Default, false);
            foreach (var member in initialized) Argument(member, null, true);

            void Argument(ReadMember member, string? value, bool isInitializer)
            {
                var last = isInitializer ? ", isInitializer: true" : value is null ? "" : $", hasDefault: true, ({member.Type})({value})";
                writer.Line($"{PayloadTypes}.Argument<{member.Type}>({position++}, {Name(member)}{last}),");
            }
        });
        writer.Line("];");
    }

    private static void Members(SourceWriter writer, ReadObject found)
    {
        writer.Line();
        writer.Line($"private static {Metadata}JsonPropertyInfo[] {found.Name}Members({Options} options) =>");
        writer.Line("[");
        writer.Indented(() =>
        {
            foreach (var member in found.Members)
            {
                var set = member.Set == ReadSet.Assign ? $", set: static (target, value) => {Target(found, member)}.{member.Name} = value" : "";
                var extend = member.IsExtension ? $", extend: static target => {Target(found, member)}.{member.Name}" : "";
                var converter = member.Converter is null ? "" : $", converter: {member.Converter}";
                writer.Line($"{PayloadTypes}.Member<{member.Type}>(options, typeof({member.DeclaredIn}), {Name(member)}, {Literals.Quote(member.JsonName)}{set}{converter}{extend}),");
            }
        });
        writer.Line("];");
    }

    private static string Target(ReadObject found, ReadMember member) => found.IsStruct
        ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{found.Type}>(target)"
        : $"(({member.DeclaredIn})target)";

    private static string Name(ReadMember member) => Literals.Quote(member.Name.TrimStart('@'));

    private static ReadMember Member(ReadObject found, string name) => found.Members.First(member => member.Name == name);
}
