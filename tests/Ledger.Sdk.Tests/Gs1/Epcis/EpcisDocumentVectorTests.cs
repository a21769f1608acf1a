using System.Text.Json;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>GS1's and OpenEPCIS' example documents, read from outside the repository.</summary>
public sealed class EpcisDocumentVectorTests
{
    [Fact]
    public void Every_json_document_is_judged_as_by_the_published_schema()
    {
        var wrong = new List<string>();
        var judged = 0;
        foreach (var file in Manifest())
        {
            var (path, valid) = (file.GetProperty("file").GetString()!, file.GetProperty("schemaValid"));
            if (path.EndsWith("xml", StringComparison.Ordinal) || valid.ValueKind == JsonValueKind.Null) continue;
            judged++;
            var accepted = EpcisDocument.TryParse(File.ReadAllBytes(Vectors.Require("gs1", path)), out _, out var problems);
            if (accepted != valid.GetBoolean()) wrong.Add($"{path}: {(accepted ? "accepted" : problems[0])}");
            else if (!accepted && !Agrees(problems, file.GetProperty("schemaError").GetString()!))
                wrong.Add($"{path}: {problems[0]}, not {file.GetProperty("schemaError")}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(judged > 50);
    }

    /// <summary>The published validator names one place; ours must be among those we name.</summary>
    private static bool Agrees(IReadOnlyList<EpcisProblem> problems, string published)
    {
        var pointer = published.Split(' ')[0];
        // A query of the query interface is no document at all, and a root of unknown type is not looked into.
        return problems.Any(p => p.Pointer == pointer || p.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonElement> Manifest() =>
        JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "epcis", "manifest.json")))
            .RootElement.GetProperty("files").EnumerateArray();
}
