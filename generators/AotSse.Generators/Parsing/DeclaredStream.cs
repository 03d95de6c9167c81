using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>A stream and where it is declared.</summary>
/// <param name="Model">The stream.</param>
/// <param name="Method">Its method.</param>
/// <param name="Attribute">Its attribute.</param>
internal sealed record DeclaredStream(StreamModel Model, IMethodSymbol Method, AttributeData Attribute);
