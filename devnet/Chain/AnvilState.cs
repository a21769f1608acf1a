using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk;

namespace Ledger.Devnet.Chain;

/// <summary>The file in which anvil keeps its chain.</summary>
/// <remarks>
/// anvil makes a new genesis block at every start before it reads the file, and writes all of them back in any order; which one counts the
/// next time is then chance, and with it the chain's identity. So all but the oldest are taken out before each start.
/// </remarks>
internal static class AnvilState
{
    /// <summary>Makes the file ready for a start and gives its path; there is none before the first.</summary>
    /// <exception cref="LedgerException">The file is damaged: anvil does not replace it in one step, so a kill while it is written leaves half of it.</exception>
    public static string Prepare(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "anvil.json");
        if (!File.Exists(file)) return file;
        try
        {
            var state = JsonNode.Parse(File.ReadAllBytes(file))!;
            if (state["blocks"] is JsonArray blocks && DropLaterGenesis(blocks)) Replace(file, state);
            return file;
        }
        catch (JsonException exception)
        {
            throw new LedgerException("chain-state-damaged", $"The chain's state in {file} is damaged.", $"Remove the folder {folder} to start afresh.", exception);
        }
    }

    private static bool DropLaterGenesis(JsonArray blocks)
    {
        var genesis = blocks.OfType<JsonObject>().Where(block => Quantity(block, "number") == 0).OrderBy(block => Quantity(block, "timestamp")).ToList();
        foreach (var later in genesis.Skip(1)) blocks.Remove(later);
        return genesis.Count > 1;
    }

    private static ulong Quantity(JsonObject block, string field) => Convert.ToUInt64((string)block["header"]![field]!, 16);

    private static void Replace(string file, JsonNode state)
    {
        File.WriteAllText(file + ".new", state.ToJsonString());
        File.Move(file + ".new", file, overwrite: true);
    }
}
