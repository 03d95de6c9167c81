using AotSse.Generators.Model;

namespace AotSse.Generators.Emission;

/// <summary>Writes the files of a type with streams: each method on its own, and all of them together.</summary>
internal static class TypeEmitter
{
    /// <summary>The parts of one method.</summary>
    public static StreamSource Emit(StreamModel stream)
    {
        var depth = stream.Type.Declarations.Count;
        var (members, contract) = (SourceWriter.Part(depth), SourceWriter.Part(depth));
        if (stream.Push is null) PullEmitter.Emit(members, stream);
        else PushEmitter.Emit(members, stream);
        ContractEmitter.Emit(contract, stream);
        return new StreamSource(stream.Type, members.ToString(), contract.ToString(), stream.Pull is not null && PullEmitter.UsesServices(stream), stream.Experiments.Concat((stream.Push?.Data ?? stream.Pull!.Item).Experiments).ToEquatable());
    }

    /// <summary>The methods by their types. Only what push methods say of the type tells of its hub.</summary>
    public static IEnumerable<TypeSource> Group(IEnumerable<StreamSource> streams) => streams
        .GroupBy(static stream => stream.Type.FullName)
        .Select(static type => new TypeSource((type.FirstOrDefault(static stream => stream.Type.Hub is not null) ?? type.First()).Type, type.ToEquatable()));

    /// <summary>The file that does the work.</summary>
    public static string EmitMembers(TypeSource source)
    {
        var writer = SourceWriter.File(source.Streams.SelectMany(static stream => stream.Experiments));
        if (source.Streams.Any(static stream => stream.UsesServices))
        {
            writer.Line();
            writer.Line("using Microsoft.Extensions.DependencyInjection;");
        }

        writer.Line();
        writer.OpenType(source.Type);
        if (source.Type.Hub is { DeclaresConstructor: true })
        {
            HubEmitter.Emit(writer, source.Type);
            writer.Line();
        }

        AppendAll(writer, source.Streams.Select(static stream => stream.Members));
        writer.CloseType(source.Type);
        return writer.ToString();
    }

    /// <summary>The file that tells clients of it.</summary>
    public static string EmitContracts(TypeSource source)
    {
        var writer = SourceWriter.File();
        writer.Line();
        writer.OpenType(source.Type);
        AppendAll(writer, source.Streams.Select(static stream => stream.Contract));
        writer.CloseType(source.Type);
        return writer.ToString();
    }

    private static void AppendAll(SourceWriter writer, IEnumerable<string> parts)
    {
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst) writer.Line();
            writer.Append(part);
            isFirst = false;
        }
    }
}
