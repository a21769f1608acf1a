using System.Text.Json;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum;

/// <summary>Reads published cases; a test that needs them skips visibly where they are absent.</summary>
internal static class VectorFile
{
    /// <summary>The root of one JSON file below vectors/ethereum.</summary>
    public static JsonElement Ethereum(string name) => Read(Vectors.Require("ethereum", name));

    public static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>Runs every case, and names those that fail.</summary>
    public static void ForEach(IEnumerable<JsonElement> cases, Func<JsonElement, string> name, Action<JsonElement> check)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var testCase in cases)
        {
            count++;
            try
            {
                check(testCase);
            }
            catch (Exception e)
            {
                failures.Add($"{name(testCase)}: {e.GetType().Name} {e.Message}");
            }
        }
        Assert.True(count > 0, "The file holds no case.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases fail:\n{string.Join('\n', failures.Take(20))}");
    }
}
