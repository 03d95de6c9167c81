using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AotSse.Client.Payloads;

/// <summary>The settings by which generated clients read JSON: those of the web, with the generated description of types in place of reflection.</summary>
public static class PayloadTypes
{
    /// <summary>How numbers are read. Servers may write them as strings, by type or by member; a reader that takes both needs to know neither.</summary>
    public const JsonNumberHandling Numbers = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals;

    /// <summary>The types as generated code describes them.</summary>
    /// <param name="types">Describes every type that payloads reach.</param>
    public static JsonSerializerOptions Options(IJsonTypeInfoResolver types)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = Numbers,
            TypeInfoResolver = types,
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The description of a type.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>A member of an object.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="declaredIn">The type that declares it.</param>
    /// <param name="name">Its name in code.</param>
    /// <param name="jsonName">Its name in JSON.</param>
    /// <param name="set">Assigns it; none where the constructor or the initializer does.</param>
    /// <param name="converter">A converter of its own.</param>
    /// <param name="extend">Reads it, if it is extension data: what belongs to no other member is added one by one.</param>
    public static JsonPropertyInfo Member<T>(JsonSerializerOptions options, Type declaredIn, string name, string jsonName, Action<object, T?>? set = null, JsonConverter<T>? converter = null, Func<object, T?>? extend = null) =>
        JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            // Fields too: who writes and who reads them agree already.
            IsProperty = true,
            IsPublic = true,
            HasJsonInclude = true,
            DeclaringType = declaredIn,
            PropertyName = name,
            JsonPropertyName = jsonName,
            Setter = set,
            Converter = converter,
            // A collection with a setter and no getter counts as one that cannot be read (JsonPropertyInfo of System.Text.Json). Nothing asks for the value.
            Getter = extend ?? (static _ => default),
            IsExtensionData = extend is not null,
        });

    /// <summary>An argument of a constructor or of the initializer after it.</summary>
    /// <param name="position">Its place among all of them.</param>
    /// <param name="name">The name of the member it belongs to.</param>
    /// <param name="hasDefault">Whether a missing value has a default other than that of its type.</param>
    /// <param name="value">That default.</param>
    /// <param name="isInitializer">Whether it stands in the initializer.</param>
    public static JsonParameterInfoValues Argument<T>(int position, string name, bool hasDefault = false, T? value = default, bool isInitializer = false) => new()
    {
        Name = name,
        ParameterType = typeof(T),
        Position = position,
        HasDefaultValue = hasDefault,
        DefaultValue = value,
        IsNullable = true,
        IsMemberInitializer = isInitializer,
    };

    /// <summary>A type that only a <see cref="JsonSerializerContext"/> can read.</summary>
    /// <param name="options">The options that find it in the context.</param>
    public static JsonConverter<T> Converter<T>(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ContextConverter<T>(options);
    }

    /// <summary>An enum that is written by name.</summary>
    public static JsonConverter<T> EnumText<T>(JsonSerializerOptions options) where T : struct, Enum =>
        (JsonConverter<T>)new JsonStringEnumConverter<T>().CreateConverter(typeof(T), options)!;

    /// <summary>An enum that is written by name, and may be missing.</summary>
    public static JsonConverter<T?> EnumTextOrNull<T>(JsonSerializerOptions options) where T : struct, Enum =>
        JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, EnumText<T>(options)));
}
