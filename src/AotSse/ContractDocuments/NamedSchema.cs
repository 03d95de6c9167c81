using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>A schema under its name in a document.</summary>
/// <param name="Name">The name, unique in the document.</param>
/// <param name="Event">The event it was found at: its references are meant there.</param>
/// <param name="Schema">The schema.</param>
internal sealed record NamedSchema(string Name, EventContract Event, JsonElement Schema);
