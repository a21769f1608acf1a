using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Gs1;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger gs1</c>: reads GS1 identifiers.</summary>
internal static class Gs1Command
{
    private static readonly JsonSerializerOptions Output = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var command = new Command("gs1", "Read and write GS1 identifiers, element strings, Digital Links and scans.");
        command.Add(CreateParse());
        command.Add(CreateLink());
        command.Add(CreateScan());
        return command;
    }

    private static Command CreateParse()
    {
        var text = new Argument<string>("TEXT")
        {
            Description = "Digital Link, EPC URN, GTIN digits, element strings (01)… or ^01… with ^ or GS as FNC1, or a scan such as ]C101….",
        };
        var unknown = new Option<bool>("--permit-unknown") { Description = "Accept application identifiers that are not assigned." };
        var shortGtin = new Option<bool>("--permit-short-gtin")
        {
            Description = "Accept GTIN-8, -12 and -13 without leading zeros in a Digital Link.",
        };
        var complete = new Option<bool>("--complete") { Description = "Refuse element strings whose mandatory companions are missing." };
        var command = new Command("parse", """
            Print the primary key, all element strings, the EPC URN and the canonical Digital Link as JSON.

            Examples:
              ledger gs1 parse "(01)09506000134352(21)ABC"
              ledger gs1 parse https://example.com/01/09506000134352/10/LOT7?17=271231
              ledger gs1 parse urn:epc:id:sgtin:9506000.013435.ABC
              ledger gs1 parse 4012345111118
              ledger gs1 parse "]Q1https://example.com/01/09506000134352"
            """) { text, unknown, shortGtin, complete };
        return command.Runs((screen, result, _) =>
        {
            var options = new Gs1Options
            {
                PermitUnknown = result.GetValue(unknown),
                PermitShortGtin = result.GetValue(shortGtin),
                Complete = result.GetValue(complete),
            };
            var json = Write(Gs1Text.Parse(result.GetValue(text) ?? "", options));
            screen.Show(json, () => screen.Say(json.ToJsonString(Output)));
            return Task.FromResult(CommandRunner.Done);
        });
    }

    private static Command CreateLink()
    {
        var text = new Argument<string>("TEXT") { Description = "As for parse." };
        var stem = new Option<string>("--stem")
        {
            Description = "What stands before the primary key.",
            DefaultValueFactory = _ => DigitalLink.CanonicalStem,
        };
        var unknown = new Option<bool>("--permit-unknown") { Description = "Accept application identifiers that are not assigned." };
        var command = new Command("link", """
            Print the Digital Link of an identifier: key and qualifiers in the path, what else is there in the query.

            Examples:
              ledger gs1 link "(01)09506000134352(10)LOT7(17)271231"
              ledger gs1 link "(01)09506000134352(21)A/1" --stem https://example.com/products
            """) { text, stem, unknown };
        return command.Runs((screen, result, _) =>
        {
            var parsed = Gs1Text.Parse(result.GetValue(text) ?? "", new Gs1Options { PermitUnknown = result.GetValue(unknown) });
            var uri = DigitalLink.Generate(parsed.Elements, result.GetValue(stem)!);
            screen.Show(new { digitalLink = uri }, () => screen.Say(uri));
            return Task.FromResult(CommandRunner.Done);
        });
    }

    private static Command CreateScan()
    {
        var symbology = new Argument<string>("SYMBOLOGY") { Description = string.Join(", ", ScanData.Symbologies) };
        var data = new Argument<string>("DATA")
        {
            Description = "Element strings with ^ as FNC1, a GTIN, or text; behind | the element strings of a composite component.",
        };
        var command = new Command("scan", """
            Print as JSON what a scanner sends for a symbol: symbology identifier, then the data with FNC1 as group separator (\u001d).

            Examples:
              ledger gs1 scan QR "^010950600013435210LOT7^99A"
              ledger gs1 scan EAN13 "2112345678900|^99A^98B"
            """) { symbology, data };
        return command.Runs((screen, result, _) =>
        {
            var scan = ScanData.Generate(result.GetValue(symbology)!, result.GetValue(data)!);
            var json = new JsonObject { ["symbology"] = result.GetValue(symbology), ["scan"] = scan };
            screen.Show(json, () => screen.Say(json.ToJsonString(Output)));
            return Task.FromResult(CommandRunner.Done);
        });
    }

    private static JsonObject Write(Gs1Text parsed)
    {
        var elements = parsed.Elements.Elements;
        var key = elements.FirstOrDefault(e => e.Ai.IsPrimaryKey);
        return new JsonObject
        {
            ["form"] = parsed.Form,
            ["kind"] = parsed.Epc?.Kind.ToString(),
            ["primaryKey"] = key.Ai is null ? null : Write(key),
            ["ais"] = new JsonArray([.. elements.Select(e => (JsonNode)Write(e))]),
            ["bracketed"] = parsed.Elements.Bracketed,
            ["unbracketed"] = parsed.Elements.Unbracketed,
            ["epcUrn"] = parsed.Epc?.Urn,
            ["prefixIssuer"] = key.Ai is null ? null : Gs1Prefix.Issuer(key),
            ["companyPrefixKnown"] = parsed.Epc?.IsCompanyPrefixKnown ?? false,
            ["digitalLink"] = DigitalLink.TryGenerate(parsed.Elements, DigitalLink.CanonicalStem, out var uri, out _) ? uri : null,
            ["identity"] = parsed.Epc?.CanonicalUri,
            ["missing"] = new JsonArray([.. parsed.Elements.Missing.Select(m => (JsonNode)m)]),
        };
    }

    private static JsonObject Write(AiValue element) => new()
    {
        ["ai"] = element.Code,
        ["title"] = element.Ai.Title,
        ["value"] = element.Value,
    };
}
