namespace AotSse;

/// <summary>The forms a contract is written in.</summary>
public enum ContractFormat
{
    /// <summary>A client in TypeScript, without dependencies, for browsers and Node.js 20 and later.</summary>
    TypeScript,

    /// <summary>An OpenAPI 3.2 document in JSON.</summary>
    OpenApi,

    /// <summary>An AsyncAPI 3.0 document in JSON.</summary>
    AsyncApi,
}
