namespace AotSse.Hosting;

/// <summary>Names the generated class with the streams of an assembly, so that the generator finds it in the assemblies a project references.</summary>
/// <param name="registrar">The class.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EventStreamRegistrarAttribute(Type registrar) : Attribute
{
    /// <summary>The class.</summary>
    public Type Registrar => registrar;
}
