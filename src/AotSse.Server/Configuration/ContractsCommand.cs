using System.Buffers;
using System.CommandLine;

namespace AotSse.Server.Configuration;

/// <summary><c>aotsse contracts typescript|openapi|asyncapi</c>: prints what <c>/contracts/…</c> serves, without a server.</summary>
internal static class ContractsCommand
{
    public static Command Create()
    {
        var command = new Command("contracts", "Prints the contract of the streams: a TypeScript client, an OpenAPI or an AsyncAPI document.");
        Add("typescript", "A client in TypeScript, without dependencies.", ContractFormat.TypeScript);
        Add("openapi", "An OpenAPI 3.2 document.", ContractFormat.OpenApi);
        Add("asyncapi", "An AsyncAPI 3.0 document.", ContractFormat.AsyncApi);
        return command;

        void Add(string name, string description, ContractFormat format)
        {
            var subcommand = new Command(name, description);
            subcommand.SetAction(_ => Print(format));
            command.Subcommands.Add(subcommand);
        }
    }

    private static void Print(ContractFormat format)
    {
        var document = new ArrayBufferWriter<byte>();
        var contracts = EventStreams.DescribeContracts();
        contracts.Title = "aotsse";
        contracts.Write(format, document);
        using var output = Console.OpenStandardOutput();
        output.Write(document.WrittenSpan);
    }
}
