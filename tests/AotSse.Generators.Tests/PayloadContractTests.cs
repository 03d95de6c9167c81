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

        [JsonDerivedType(typeof(Dog), "dog")]
        public class Animal
        {
            public string Name { get; set; } = "";
        }

        public sealed class Dog : Animal
        {
            public int Age { get; set; }
        }

        [JsonDerivedType(typeof(Bean))]
        [JsonDerivedType(typeof(Cress), 1)]
        public class Plant;

        public sealed class Bean : Plant;

        public sealed class Cress : Plant;

        public sealed partial class Things
        {
            [EventStream("/animals/{ä}/{ö}/{order}")]
            public partial void Met(string ä, string ö, string order, [Payload] Animal animal);

            [EventStream("/plants")]
            public partial void Grew([Payload] Plant plant);

            [EventStream("/things")]
            public partial void Found([Payload] Thing thing);
        }
        """;

    [Fact]
    public async Task In_TypeScript_extension_data_is_an_index_and_an_interface_is_one()
    {
        var typeScript = await DescribeAsync(ContractFormat.TypeScript);
        Assert.Contains("""
            export interface INamed {
              name: string;
            }
            """, typeScript, StringComparison.Ordinal);
        Assert.Contains("""
            /** Whatever it is. */
            export interface Thing {
              owner: INamed;
              [name: string]: unknown;
            }
            """, typeScript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_OpenAPI_extension_data_is_additional_properties()
    {
        using var document = System.Text.Json.JsonDocument.Parse(await DescribeAsync(ContractFormat.OpenApi));

        var thing = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Thing");
        Assert.Equal("{}", thing.GetProperty("additionalProperties").GetRawText());
        Assert.Equal(["owner"], thing.GetProperty("properties").EnumerateObject().Select(property => property.Name));
    }

    /// <summary>Without <c>$type</c> it is a base, with one a derived type: never both.</summary>
    [Fact]
    public async Task A_base_that_is_not_abstract_is_told_apart_by_what_it_has_not()
    {
        var typeScript = await DescribeAsync(ContractFormat.TypeScript);
        Assert.Contains("""
            export type Animal = Dog | AnimalAsAnimal;
            """, typeScript, StringComparison.Ordinal);
        Assert.Contains("""
            export interface AnimalAsAnimal {
              $type?: undefined;
              name: string;
            }
            """, typeScript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_OpenAPI_one_of_the_cases_is_meant_or_any_where_they_look_the_same()
    {
        using var document = System.Text.Json.JsonDocument.Parse(await DescribeAsync(ContractFormat.OpenApi));

        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("Animal").TryGetProperty("oneOf", out _));
        Assert.Equal("""{"not":{}}""", schemas.GetProperty("AnimalAsAnimal").GetProperty("properties").GetProperty("$type").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.True(schemas.GetProperty("Plant").TryGetProperty("anyOf", out _));
    }

    [Fact]
    public async Task A_parameter_without_a_name_in_ASCII_gets_one() => Assert.Contains(
        "(parameter: string, parameterValue: string, order: string, options: StreamOptions = {})", await DescribeAsync(ContractFormat.TypeScript), StringComparison.Ordinal);

    private static async Task<string> DescribeAsync(ContractFormat format)
    {
        await using var project = await RunningProject.StartAsync(Source);
        var contracts = (EventStreamContracts)project.Assembly.GetType("AotSse.EventStreams", throwOnError: true)!.GetMethod("DescribeContracts", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        var output = new ArrayBufferWriter<byte>();
        contracts.Write(format, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
