using AotSse.Generators.Model;
using AotSse.Generators.Planning;

namespace AotSse.Generators.Emission;

/// <summary>Writes the members of a pull stream: the declaring part, the endpoint and the item writer.</summary>
internal static class PullEmitter
{
    public static void Emit(SourceWriter writer, StreamModel stream)
    {
        var method = stream.Method;
        if (method.NeedsDeclaration)
        {
            writer.Line(Code.Signature(method) + ";");
            writer.Line();
        }

        Endpoint(writer, stream);
        writer.Line();
        ItemWriter(writer, stream);
    }

    /// <summary>Whether what is written calls extension methods of service providers.</summary>
    public static bool UsesServices(StreamModel stream) =>
        !stream.Method.IsStatic || stream.Pull!.Arguments.Any(a => a.Source is ArgumentSource.Service or ArgumentSource.KeyedService);

    private static void Endpoint(SourceWriter writer, StreamModel stream)
    {
        var pull = stream.Pull!;
        var method = stream.Method;
        var context = NameOf(ArgumentSource.Context, pull) ?? Code.Local("context", method.Parameters);
        var request = Code.Local("request", method.Parameters);
        var token = NameOf(ArgumentSource.Cancellation, pull) ?? Code.Local("cancellation", method.Parameters);

        writer.Line($"/// <summary>Serves one client of <c>{Code.Xml(stream.Route)}</c>.</summary>");
        writer.Line(Code.Generated);
        writer.Open($"internal static {Code.Task} {GeneratedMembers.Endpoint(method.UniqueName)}({Code.HttpContext} {context})");

        var bound = pull.Arguments.Where(a => a.Source is not ArgumentSource.Cancellation && a.Name != context).ToList();
        var canFail = bound.Exists(IsText);
        if (bound.Exists(a => IsText(a) || a.Source == ArgumentSource.LastEventId)) writer.Line($"var {request} = new {Code.RequestBinder}({context});");
        foreach (var argument in bound) writer.Line($"var {argument.Name} = {Value(argument, context, request)};");
        if (canFail)
        {
            writer.Line($"if ({request}.Failed) return {request}.RejectAsync();");
            writer.Line();
        }

        // A parameter with the name of the method would hide it.
        var target = method.Parameters.Any(p => p.Name == method.Name) ? $"{stream.Type.FullName}.{method.Name}" : method.Name;
        if (!method.IsStatic)
        {
            target = Code.Local("streams", method.Parameters);
            writer.Line($"var {target} = {context}.RequestServices.GetRequiredService<{stream.Type.FullName}>();");
            target += $".{method.Name}";
        }

        var arguments = string.Join(", ", pull.Arguments.Select(a => a.Source == ArgumentSource.Cancellation ? token : a.Name));
        var isStatic = method.IsStatic && pull.Arguments.All(a => a.Source is ArgumentSource.Cancellation);
        writer.Line($"return global::AotSse.Hosting.PullStream.RunAsync({context}, {Literals.Quote(stream.Route)}, {(isStatic ? "static " : "")}{token} => {target}({arguments}), {GeneratedMembers.Writer(method.UniqueName)});");
        writer.Close();
    }

    private static void ItemWriter(SourceWriter writer, StreamModel stream)
    {
        var pull = stream.Pull!;
        var plan = FramePlanner.Pull(stream.EventName, pull.Item, "item");
        writer.Line($"/// <summary>Writes one event of <c>{Code.Xml(stream.Route)}</c>.</summary>");
        writer.Line(Code.Generated);
        writer.Open($"private static void {GeneratedMembers.Writer(stream.Method.UniqueName)}(ref {Code.FrameWriter} frame, {pull.ItemType} item)");
        writer.Steps(plan.Steps, "frame", GeneratedMembers.Json(stream.Method.UniqueName) + ".");
        writer.Close();
        ShapeEmitter.Emit(writer, pull.Item, plan, GeneratedMembers.Json(stream.Method.UniqueName));
    }

    /// <summary>What the method itself calls an argument.</summary>
    private static string? NameOf(ArgumentSource source, PullModel pull) => pull.Arguments.FirstOrDefault(a => a.Source == source)?.Name;

    private static bool IsText(ArgumentModel argument) => argument.Source is ArgumentSource.Route or ArgumentSource.Query or ArgumentSource.Header;

    private static string Value(ArgumentModel argument, string context, string request) => argument.Source switch
    {
        ArgumentSource.Context => context,
        ArgumentSource.User => $"{context}.User",
        ArgumentSource.LastEventId => $"{request}.LastEventId()",
        ArgumentSource.Service => $"{context}.RequestServices.{(argument.IsOptional ? "GetService" : "GetRequiredService")}<{argument.Type}>()",
        ArgumentSource.KeyedService => $"{context}.RequestServices.{(argument.IsOptional ? "GetKeyedService" : "GetRequiredKeyedService")}<{argument.Type}>({argument.SourceName})",
        ArgumentSource.Route => Parsed(argument, request, "Route", "route value"),
        ArgumentSource.Query => Parsed(argument, request, "Query", "query parameter"),
        _ => Parsed(argument, request, "Header", "header"),
    };

    private static string Parsed(ArgumentModel argument, string request, string read, string source)
    {
        var name = Literals.Quote(argument.SourceName);
        var text = $"{request}.{read}({name})";
        var tail = $"({text}, \"{source}\", {name}{(argument.Parser is { } parser ? ", " + parser : "")})";
        var otherwise = argument.Default is { } value ? $" ?? {value}" : "";
        var isOptional = argument.IsOptional || argument.Default is not null;
        return argument.Parse switch
        {
            ArgumentParse.Text => isOptional ? text + otherwise : $"{request}.Required{tail}",
            ArgumentParse.Enum => $"{request}.{(isOptional ? "ParseEnumOptional" : "ParseEnum")}<{argument.Type}>{tail}{otherwise}",
            ArgumentParse.Object when isOptional => $"{request}.ParseOptionalObject<{argument.Type}>{tail}",
            _ => $"{request}.{(isOptional ? "ParseOptional" : "Parse")}<{argument.Type}>{tail}{otherwise}",
        };
    }
}
