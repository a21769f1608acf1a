using System.IO.Compression;
using System.Text.Json;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum;

/// <summary>The cases of npm's <c>@ethersproject/testcases</c> (MIT); a test that needs them skips visibly where the package is not installed.</summary>
internal static class EthersTestcases
{
    private const string Package = "node_modules/@ethersproject/testcases/testcases";

    public static IEnumerable<JsonElement> Read(string name)
    {
        var path = Folders().Select(folder => Path.Combine(folder, Package, name + ".json.gz")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "npm's @ethersproject/testcases is not installed: run `npm install --no-save @ethersproject/testcases@5.8.0` in contracts/.");
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static IEnumerable<string> Folders() => [Path.Combine(Repository.Root, "contracts"), Path.Combine(Repository.Root, "tests")];
}
