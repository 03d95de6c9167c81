namespace AotSse.Generators.Tests.Payloads;

// One enum for each type that an enum can have.
#pragma warning disable CA1008, CA1028, CA1720 // Enums as users may write them.

/// <summary>Of <see cref="sbyte"/>.</summary>
public enum SByteEnum : sbyte { A = -1 }

/// <summary>Of <see cref="byte"/>.</summary>
public enum ByteEnum : byte { A = 1 }

/// <summary>Of <see cref="short"/>.</summary>
public enum Int16Enum : short { A = 1 }

/// <summary>Of <see cref="ushort"/>.</summary>
public enum UInt16Enum : ushort { A = 1 }

/// <summary>Of <see cref="int"/>.</summary>
public enum Int32Enum { A = 1 }

/// <summary>Of <see cref="uint"/>.</summary>
public enum UInt32Enum : uint { A = 1 }

/// <summary>Of <see cref="long"/>.</summary>
public enum Int64Enum : long { A = 1 }

/// <summary>Of <see cref="ulong"/>.</summary>
public enum UInt64Enum : ulong { A = 1 }
