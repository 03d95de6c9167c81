using System.Buffers;
using System.Globalization;
using System.Text;

namespace AotSse.ContractDocuments;

/// <summary>Writes the TypeScript client: <c>client.ts</c>, which is the same for all, then the types of the payloads and a function for each stream.</summary>
internal sealed class TypeScriptClient(EventStreamContracts contracts, IReadOnlyList<StreamContract> streams, SchemaSet schemas)
{
    /// <summary>Words of the language, of the platform, and of what is written below.</summary>
    private static readonly string[] Keywords =
    [
        "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally",
        "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return", "static", "super",
        "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void", "while", "with", "yield",
        "args", "basePath", "clearTimeout", "decodeURIComponent", "encodeURIComponent", "fetch", "globalThis", "options", "queueMicrotask", "setTimeout", "Partial", "Record",
    ];

    public void Write(IBufferWriter<byte> output)
    {
        var runtime = Runtime();
        var text = new StringBuilder(runtime);

        var taken = Taken(runtime);
        if (contracts.BasePath.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\nconst basePath = {TypeScriptTypes.Quote(contracts.BasePath)};\n");
        text.Append(CultureInfo.InvariantCulture, $"\n// {OneLine(contracts.Title)} {OneLine(contracts.Version)}\n");
        var types = new TypeScriptTypes(schemas, taken);
        types.Write(text);
        foreach (var stream in streams) Write(text, stream, types, taken);
        Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    /// <summary>
    /// Names whose meaning in <c>client.ts</c> a declaration would change: words with a capital, which are types, its own or the platform's, and what it declares
    /// at the beginning of a line. Its locals hide what is declared outside, and so are free.
    /// </summary>
    private static HashSet<string> Taken(string runtime)
    {
        var taken = Keywords.ToHashSet(StringComparer.Ordinal);
        taken.UnionWith(Words(runtime).Where(static word => char.IsAsciiLetterUpper(word[0])));
        foreach (var line in runtime.Split('\n'))
        {
            var words = Words(line).SkipWhile(static word => word is "export" or "async").Take(2).ToArray();
            if (words is ["const" or "function", var name] && !char.IsWhiteSpace(line[0])) taken.Add(name);
        }

        return taken;
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '$')) end++;
            if (end > start) yield return text[start..end];
            start = end + 1;
        }
    }

    private static string Runtime()
    {
        using var resource = typeof(TypeScriptClient).Assembly.GetManifestResourceStream("AotSse.client.ts")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Write(StringBuilder text, StreamContract stream, TypeScriptTypes types, HashSet<string> taken)
    {
        var function = taken.Add(stream.Name) ? stream.Name : Identifiers.Unique(stream.Name + "Stream", taken);
        var events = Identifiers.Unique(Identifiers.Pascal(function) + "Events", taken);
        text.Append(CultureInfo.InvariantCulture, $"\n/** The events of `{stream.Path}`. */\nexport interface {events} {{\n");
        foreach (var found in stream.Events.Where(static found => found.EventName is not null))
        {
            TypeScriptTypes.Comment(text, "  ", found.Description);
            text.Append(CultureInfo.InvariantCulture, $"  {TypeScriptTypes.Key(found.EventName!)}: {DataOf(found, types)};\n");
        }

        if (stream.Events.Any(static found => found.EventName is null))
        {
            TypeScriptTypes.Comment(text, "  ", stream.Events.First(static found => found.EventName is null).Description);
            text.Append(CultureInfo.InvariantCulture, $"  [event: string]: {string.Join(" | ", stream.Events.Select(found => DataOf(found, types)).Distinct())};\n");
        }

        text.Append("}\n\n");
        var parameters = Parameters(stream, types);
        TypeScriptTypes.Comment(text, "", Documentation(stream, parameters));
        var signature = string.Concat(parameters.Select(static parameter => $"{parameter.Name}{(parameter.IsOptional ? "?" : "")}: {parameter.Type}, "));
        text.Append(CultureInfo.InvariantCulture, $"export function {function}({signature}options: StreamOptions = {{}}): EventStream<{events}> {{\n");
        text.Append(CultureInfo.InvariantCulture, $"  return new Subscription<{events}>({{ {Target(stream)} }}, options);\n}}\n");
    }

    private static IEnumerable<string?> Documentation(StreamContract stream, List<FunctionParameter> parameters) =>
        new[] { stream.Description ?? $"Subscribes to `{stream.Path}`." }
            .Concat(parameters.Where(static parameter => parameter.Description is not null).Select(static parameter => $"@param {parameter.Name} {parameter.Description}"));

    private static string DataOf(EventContract found, TypeScriptTypes types) => found.Data is { } data ? types.TypeOf(found, data) : "string";

    /// <summary>Those of the path in its order, then one object with all others.</summary>
    private static List<FunctionParameter> Parameters(StreamContract stream, TypeScriptTypes types)
    {
        var parameters = new List<FunctionParameter>();
        foreach (var (parameter, local) in Locals(stream)) parameters.Add(new FunctionParameter(local, TypeOf(parameter), IsOptional: false, parameter.Description));

        var others = stream.Parameters.Where(static parameter => parameter.Place != "path").ToList();
        if (others.Count > 0)
        {
            var members = others.Select(parameter => $"{TypeScriptTypes.Key(parameter.Name)}{(parameter.IsRequired ? "" : "?")}: {TypeOf(parameter)}{(parameter.IsRequired ? "" : " | undefined")}");
            var said = string.Join(" ", others.Where(static parameter => parameter.Description is not null).Select(static parameter => $"{parameter.Name}: {parameter.Description}"));
            parameters.Add(new FunctionParameter("args", $"{{ {string.Join("; ", members)} }}", !others.Exists(static parameter => parameter.IsRequired), said.Length == 0 ? null : said));
        }

        return parameters;

        string TypeOf(EventContract.Parameter parameter) => types.TypeOf(stream.Events[0], parameter.Schema);
    }

    private string Target(StreamContract stream)
    {
        var (path, rest) = (new StringBuilder(), stream.Path);
        foreach (var (parameter, local) in Locals(stream))
        {
            var start = rest.IndexOf($"{{{parameter.Name}}}", StringComparison.Ordinal);
            path.Append(Template(rest[..start])).Append(CultureInfo.InvariantCulture, $"${{{local}{(parameter.IsCatchAll ? ".split(\"/\")" : "")}}}");
            rest = rest[(start + parameter.Name.Length + 2)..];
        }

        path.Append(Template(rest));
        var isText = stream.Events.All(static found => found.Data is null);
        var text = isText ? "true" : $"[{string.Join(", ", stream.Events.Where(static found => found.Data is null && found.EventName is not null).Select(static found => TypeScriptTypes.Quote(found.EventName!)))}]";
        var target = $"path: {(contracts.BasePath.Length > 0 ? "basePath + " : "")}route`{path}`, isPush: {(stream.IsPush ? "true" : "false")}, text: {text}";
        foreach (var (place, member) in new[] { ("query", "query"), ("header", "headers") })
        {
            var sent = stream.Parameters.Where(parameter => parameter.Place == place).ToList();
            if (sent.Count == 0) continue;
            var access = stream.Parameters.Any(static parameter => parameter.Place != "path" && parameter.IsRequired) ? "" : "?.";
            target += $", {member}: {{ {string.Join(", ", sent.Select(parameter => $"{TypeScriptTypes.Key(parameter.Name)}: {Access(parameter.Name, access)}"))} }}";
        }

        return target;
    }

    /// <summary>Text as it stands in a template literal.</summary>
    private static string Template(string text) => TypeScriptTypes.Quote(text)[1..^1].Replace("`", "\\`", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal);

    private static string Access(string name, string optional) =>
        TypeScriptTypes.Key(name) == name ? $"args{(optional.Length > 0 ? "?" : "")}.{name}" : $"args{optional}[{TypeScriptTypes.Quote(name)}]";

    /// <summary>The parameters of the path in its order, with what the function calls them.</summary>
    private static List<(EventContract.Parameter Parameter, string Local)> Locals(StreamContract stream)
    {
        var taken = new HashSet<string>(Keywords, StringComparer.Ordinal) { "route" };
        var locals = new List<(EventContract.Parameter, string)>();
        foreach (var parameter in stream.Parameters)
        {
            if (parameter.Place != "path") continue;
            var name = Identifiers.Camel(parameter.Name);
            if (name.Length == 0) name = "parameter";
            locals.Add((parameter, taken.Add(name) ? name : Identifiers.Unique(name + "Value", taken)));
        }

        return locals;
    }

    private sealed record FunctionParameter(string Name, string Type, bool IsOptional, string? Description);
}
