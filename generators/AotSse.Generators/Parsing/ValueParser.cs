using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Decides how a value inside of JSON is written: by the rules of <c>JsonSerializer</c> with <c>JsonSerializerDefaults.Web</c>. A type goes to the first
/// that knows it: the scalars, enums, arrays and dictionaries, unions, objects.
/// </summary>
/// <param name="table">The shapes of the payload.</param>
/// <param name="reports">Takes what cannot be written.</param>
/// <param name="context">Writes what the generator cannot.</param>
/// <param name="within">The type whose code writes.</param>
internal sealed class ValueParser(ShapeTable table, PayloadReports reports, JsonContext? context, INamedTypeSymbol within)
{
    public ShapeTable Table => table;

    public INamedTypeSymbol Within => within;

    /// <param name="type">The type of the value.</param>
    /// <param name="path">How messages name it.</param>
    /// <param name="numbers">How numbers are written, if the member says so.</param>
    public ValueModel? Parse(ITypeSymbol type, string path, NumberForm? numbers = null)
    {
        table.Experiments.Note(type);
        var value = type.Unwrap(out var isNullable);
        isNullable |= type is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.NotAnnotated };
        value = value.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        var model = new ValueModel(ValueKind.Shape, value.ToSourceNotNull(), isNullable, value.IsReferenceType);

        if (ScalarParser.KindOf(value) is { } kind) return model with { Kind = kind, Numbers = kind == ValueKind.Number ? numbers ?? NumberForm.Plain : NumberForm.Plain };
        if (value is INamedTypeSymbol { TypeKind: TypeKind.Enum } named && EnumParser.FormOf(named) is { } form) return ParseEnum(type, path, form);
        return ParseShape(value, path, numbers) is { } shape ? model with { Shape = shape } : null;
    }

    /// <summary>An enum, or one that may be missing, in a form that the type or the member decides.</summary>
    public ValueModel? ParseEnum(ITypeSymbol type, string path, EnumForm form)
    {
        var value = (INamedTypeSymbol)type.Unwrap(out var isNullable);
        return EnumParser.Parse(value, path, form, this) is { } shape
            ? new ValueModel(form == EnumForm.Number ? ValueKind.Enum : ValueKind.Shape, value.ToSourceNotNull(), isNullable, Shape: shape)
            : null;
    }

    /// <summary>Says why a value cannot be written.</summary>
    /// <returns>Always <see langword="null"/>, as whoever reports gives back.</returns>
    public ShapeModel? Refuse(string path, ITypeSymbol type, string reason)
    {
        reports.Add(path, type, reason);
        return null;
    }

    /// <summary>Says why only a <c>JsonSerializerContext</c> could write a value, and what to do about it.</summary>
    /// <param name="path">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="reason">What the generator cannot do.</param>
    /// <param name="listed">The type that the context has to list: that of the value, or of the object around it.</param>
    /// <param name="alternative">What would help instead.</param>
    /// <returns>Always <see langword="null"/>.</returns>
    public ShapeModel? LeaveToContext(string path, ITypeSymbol type, string reason, ITypeSymbol listed, string? alternative = null)
    {
        var name = listed.ToDisplayString();
        var remedy = context is null
            ? $"name a JsonSerializerContext with [JsonSerializable(typeof({name}))] in the attribute: [EventStream(…, JsonContext = typeof(…))]"
            : $"add [JsonSerializable(typeof({name}))] to '{context.Name.Substring("global::".Length)}'";
        reports.Add(path, type, $"{reason}: {(alternative is null ? "" : alternative + ", or ")}{remedy}", context is null ? listed : null);
        return null;
    }

    /// <summary>A dictionary key: every scalar that has a text of its own.</summary>
    /// <param name="type">The type of the key.</param>
    /// <param name="path">How messages name it.</param>
    /// <param name="map">The dictionary, which a context has to list if it writes the keys.</param>
    public ValueModel? ParseKey(ITypeSymbol type, string path, ITypeSymbol map)
    {
        if (type.TypeKind == TypeKind.Enum && JsonAttributes.ConverterOf(type) is { } converter)
        {
            LeaveToContext(path, type, $"only '{converter}' knows how", map);
            return null;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named && EnumParser.Parse(named, path, EnumForm.Key, this) is { } shape)
            return new ValueModel(ValueKind.Shape, type.ToSourceNotNull(), Shape: shape);
        if (ScalarParser.KindOf(type) is { } kind and not (ValueKind.ByteArray or ValueKind.ByteMemory or ValueKind.RawJson or ValueKind.JsonTree))
            return new ValueModel(kind, type.ToSourceNotNull(), IsReference: type.IsReferenceType, Numbers: NumberForm.Text);
        Refuse(path, type, "a name in JSON can be a string, number, bool, char, Guid, date, time, Uri, Version or enum: use one of these as key");
        return null;
    }

    /// <summary>Arrays, maps, unions and objects; where none does, the context.</summary>
    private string? ParseShape(ITypeSymbol type, string path, NumberForm? numbers)
    {
        var mark = table.Mark;
        var before = reports.Count;
        var shape = IsRefused(type, path) ? null : ParseKnown(type, path, numbers);
        if (shape is not null || context is null || !context.Lists(type)) return shape;

        reports.Truncate(before);
        table.Rollback(mark);
        return table.GetOrAdd(type, "", name => new ContextShape(name, type.ToSourceNotNull(), Documentation.Summary(type), context.Options));
    }

    private string? ParseKnown(ITypeSymbol type, string path, NumberForm? numbers)
    {
        if (CollectionParser.Find(type) is { } collection)
        {
            // What the member says goes before what the type says.
            var form = collection.HoldsNumbers ? numbers ?? JsonAttributes.NumbersOf(type) ?? NumberForm.Plain : NumberForm.Plain;
            return table.GetOrAdd(type, form == NumberForm.Plain ? "" : $"As{form}Numbers", name => CollectionParser.Parse(name, type, collection, path, form, this));
        }

        return UnionParser.IsUnion(type)
            ? table.GetOrAdd(type, "", name => UnionParser.Parse(name, (INamedTypeSymbol)type, path, this))
            : table.GetOrAdd(type, "", name => ObjectParser.Parse(name, (INamedTypeSymbol)type, path, null, this));
    }

    private bool IsRefused(ITypeSymbol type, string path)
    {
        if (JsonAttributes.ConverterOf(type) is { } converter) LeaveToContext(path, type, $"only '{converter}' knows how", type);
        else if (Objection(type) is { } objection) Refuse(path, type, objection);
        else if (IsOpaque(type)) LeaveToContext(path, type, "it is a type of the framework that the generator does not know", type, "use one of your own");
        else return false;
        return true;
    }

    /// <summary>Why nothing but a context could write a type.</summary>
    private string? Objection(ITypeSymbol type)
    {
        const string remedy = "give it a type that says what is in it";
        if (type.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Dynamic) return $"what it is would be known at run time only, and finding out takes reflection: {remedy}, or JsonElement";
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Delegate or TypeKind.TypeParameter or TypeKind.Error || type.IsRefLikeType) return $"JSON has nothing for it: {remedy}";
        if (!type.IsVisibleTo(within)) return "the generated code cannot see it: make it internal or public";
        if (CollectionParser.Find(type) is not null) return null;
        if (CollectionParser.IsEnumerable(type)) return "it is a collection whose elements have no single type: use one that implements IEnumerable<T> once";
        if (IsOpaque(type) && (type.TypeKind == TypeKind.Interface || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type.Is("System.Type")))
            return $"this type of the framework has no form in JSON: {remedy}, such as string";
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } named && !UnionParser.IsUnion(type) && !MemberSelection.Of(named, out _).Any())
            return "it is an interface without properties, and what is behind it is not looked at: use a class, or list what it may be by [JsonDerivedType]";
        return null;
    }

    /// <summary>The types of the framework that are neither known nor made of members to be written.</summary>
    private static bool IsOpaque(ITypeSymbol type) => type.IsFromFramework() && CollectionParser.Find(type) is null && !IsTransparent(type);

    /// <summary>The types of the framework that are objects in JSON.</summary>
    private static bool IsTransparent(ITypeSymbol type) =>
        type.IsTupleType || type.Is("System.Collections.Generic.KeyValuePair<TKey, TValue>") || type is INamedTypeSymbol { Name: "Tuple", ContainingNamespace.Name: "System", Arity: > 0 };
}
