namespace AotSse.Generators.Model;

/// <summary>The members that are generated beside a method, all named after it.</summary>
internal static class GeneratedMembers
{
    /// <summary>The endpoint of a pull stream, as the mapping calls it.</summary>
    public static string Endpoint(string name) => name + "Endpoint";

    /// <summary>The writer of a pull stream's items.</summary>
    public static string Writer(string name) => $"Write{name}Item";

    /// <summary>The property with the stream of a push method.</summary>
    public static string Stream(string name) => name + "Stream";

    /// <summary>The field behind <see cref="Stream"/>.</summary>
    public static string StreamField(string name) => $"_{char.ToLowerInvariant(name[0])}{name.Substring(1)}Stream";

    /// <summary>The class with the methods that write the parts of a payload.</summary>
    public static string Json(string name) => name + "Json";

    /// <summary>The property with what clients are told of a stream.</summary>
    public static string Contract(string name) => name + "Contract";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Of(string name) => [Endpoint(name), Writer(name), Stream(name), StreamField(name), Json(name), Contract(name)];
}
