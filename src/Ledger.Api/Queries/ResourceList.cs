using System.Text.Json.Serialization;

namespace Ledger.Api.Queries;

/// <summary>A list of resources or values, as the REST binding of EPCIS 2.0 has it.</summary>
/// <param name="Member">The items.</param>
public sealed record ResourceList(IReadOnlyList<string> Member)
{
    /// <summary>What every resource has below it.</summary>
    public static ResourceList Events { get; } = new(["events"]);

    /// <summary>GS1's context document.</summary>
    [JsonPropertyName("@context"), JsonPropertyOrder(-2)]
    public string Context { get; init; } = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    /// <summary>What this is.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "Collection";
}
