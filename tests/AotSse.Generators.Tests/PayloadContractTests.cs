using System.Buffers;
using System.Reflection;
using System.Text;

namespace AotSse.Generators.Tests;

/// <summary>What clients are told of interfaces and of extension data.</summary>
public sealed class PayloadContractTests
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using AotSse;

        public interface INamed
        {
            string Name { get; }
        }

        /// <summary>Whatever it is.</summary>
        public sealed record Thing(INamed Owner)
        {
            [JsonExtensionData]
            public Dictionary<string, JsonElement>? More { get; init; }
        }

        public sealed partial class Things
        {
            [EventStream("/things")]
            public partial void Found([Payload] Thing thing);
        }
        """;

    [Fact]
    public async Task In_TypeScript_extension_data_is_an_index_and_an_interface_is_one() => Assert.Contains("""
        export interface INamed {
          name: string;
        }

        /** Whatever it is. */
        export interface Thing {
          owner: INamed;
          [name: string]: unknown;
        }
        """, await DescribeAsync(ContractFormat.TypeScript), StringComparison.Ordinal);

    [Fact]
    public async Task In_OpenAPI_extension_data_is_additional_properties()
    {
        using var document = System.Text.Json.JsonDocument.Parse(await DescribeAsync(ContractFormat.OpenApi));

        var thing = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Thing");
        Assert.Equal("{}", thing.GetProperty("additionalProperties").GetRawText());
        Assert.Equal(["owner"], thing.GetProperty("properties").EnumerateObject().Select(property => property.Name));
    }

    private static async Task<string> DescribeAsync(ContractFormat format)
    {
        await using var project = await RunningProject.StartAsync(Source);
        var contracts = (EventStreamContracts)project.Assembly.GetType("AotSse.EventStreams", throwOnError: true)!.GetMethod("DescribeContracts", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        var output = new ArrayBufferWriter<byte>();
        contracts.Write(format, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
