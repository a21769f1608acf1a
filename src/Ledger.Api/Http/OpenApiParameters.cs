using System.Reflection;
using System.Text.RegularExpressions;
using Ledger.Api.Queries;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ledger.Api.Http;

/// <summary>A header that a route reads by itself.</summary>
/// <param name="Name">The header.</param>
/// <param name="Meaning">What it is for.</param>
public sealed record RequestHeader(string Name, string Meaning);

/// <summary>Parameters that handlers read by themselves: the OpenAPI document would leave them out.</summary>
internal static partial class OpenApiParameters
{
    /// <summary>Adds them to an operation.</summary>
    public static void AddTo(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var parameters = operation.Parameters ??= [];
        var route = context.Description.RelativePath ?? "";
        foreach (var name in InBraces().Matches(route).Select(match => match.Groups[1].Value).Where(name => !parameters.Any(known => known.In == ParameterLocation.Path && known.Name == name)))
            parameters.Add(Of(ParameterLocation.Path, name, JsonSchemaType.String, "One segment, percent-encoded."));
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var header in metadata.OfType<RequestHeader>()) parameters.Add(Of(ParameterLocation.Header, header.Name, JsonSchemaType.String, header.Meaning));
        if (context.Description.HttpMethod != "GET" || !metadata.OfType<MethodInfo>().Any(handler => handler.GetParameters().Any(given => given.ParameterType == typeof(EpcisRequest)))) return;
        parameters.Add(Of(ParameterLocation.Query, "perPage", JsonSchemaType.Integer, $"How many at most: {EpcisRequest.UsualPerPage} unless told, never more than {EpcisRequest.MostPerPage}."));
        parameters.Add(Of(ParameterLocation.Query, "nextPageToken", JsonSchemaType.String, "Goes on where the page ended whose Link header has it."));
        if (!route.EndsWith("/events", StringComparison.Ordinal)) return;
        if (!route.Contains("{queryName}", StringComparison.Ordinal)) parameters.Add(Query());
        parameters.Add(Of(ParameterLocation.Header, "GS1-EPC-Format", JsonSchemaType.String, "Always_GS1_Digital_Link (the default), Always_EPC_URN, No_Preference or Never_Translates."));
        parameters.Add(Of(ParameterLocation.Header, "GS1-CBV-Format", JsonSchemaType.String, "Always_Web_URI, Always_URN, No_Preference (the default) or Never_Translates."));
        parameters.Add(Of(ParameterLocation.Header, "GS1-Extensions", JsonSchemaType.String, "Namespaces of prefixes in names of parameters, such as example=https://example.org/epcis/."));
    }

    [GeneratedRegex(@"\{\**([A-Za-z]+)[^}]*\}")]
    private static partial Regex InBraces();

    private static OpenApiParameter Of(ParameterLocation place, string name, JsonSchemaType type, string meaning) => new()
    {
        In = place,
        Name = name,
        Required = place == ParameterLocation.Path,
        Description = meaning,
        Schema = new OpenApiSchema { Type = type },
    };

    /// <summary>The many parameters of a query as one object, whose members are parameters of their own.</summary>
    private static OpenApiParameter Query() => new()
    {
        In = ParameterLocation.Query,
        Name = "query",
        Description = "Parameters of EPCIS 2.0's SimpleEventQuery, such as EQ_bizStep=shipping|receiving, MATCH_epc=…, GE_eventTime=…, EQ_ILMD_{field}=…, orderBy, eventCountLimit, maxEventCount. Several values of one are separated by |.",
        Style = ParameterStyle.Form,
        Explode = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } },
    };
}
