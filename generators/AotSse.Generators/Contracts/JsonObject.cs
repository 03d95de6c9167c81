namespace AotSse.Generators.Contracts;

/// <summary>A JSON object that is being built. Values are <see cref="JsonObject"/>, <c>List&lt;object&gt;</c>, <see cref="string"/>, <see cref="bool"/> or whole numbers.</summary>
internal sealed class JsonObject : List<KeyValuePair<string, object>>
{
    /// <summary>Adds a member, but none without a value.</summary>
    public JsonObject Add(string name, object? value)
    {
        if (value is not null) Add(new KeyValuePair<string, object>(name, value));
        return this;
    }
}
