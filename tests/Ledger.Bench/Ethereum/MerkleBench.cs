using System.Diagnostics;
using System.Globalization;
using Ledger.Sdk.Ethereum;

namespace Ledger.Bench.Ethereum;

/// <summary>A Merkle tree over 100,000 leaves, beside OpenZeppelin's JavaScript in the same run.</summary>
internal static class MerkleBench
{
    private const int Leaves = 100_000;
    private const string Setting = "LEDGER_BENCH_NODE_FOLDER";

    // Times one build in processor seconds after a warm-up, and prints the seconds and the root.
    private const string Script = """
        import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
        const values = [...Array(100000).keys()].map(i => ["0x" + i.toString(16).padStart(64, "0")]);
        StandardMerkleTree.of(values.slice(0, 5000), ["bytes32"]);
        const before = process.cpuUsage();
        const tree = StandardMerkleTree.of(values, ["bytes32"]);
        const used = process.cpuUsage(before);
        console.log((used.user + used.system) / 1e6, tree.root);
        """;

    public static void Merkle()
    {
        var values = new Hash32[Leaves];
        for (var i = 0; i < Leaves; i++)
        {
            var word = new byte[32];
            AbiWord.Write(word, (ulong)i);
            values[i] = new Hash32(word);
        }
        var peer = Peer(MerkleTree.Build(values).Root);
        Bench.Run("merkle tree, 100,000 leaves", "leaves", peer is { } seconds ? 20 * Leaves / seconds : null, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) MerkleTree.Build(values);
        }, Leaves);
        if (peer is { } s) Bench.Print("  OpenZeppelin's JavaScript", "leaves", Leaves / s, null, "the target above is 20 times this");
        var tree = MerkleTree.Build(values);
        var proof = tree.Proof(4711);
        Bench.Run("merkle proof, verified", "proofs", null, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) MerkleTree.Verify(tree.Root, values[4711], proof);
        });
    }

    private static double? Peer(Hash32 expectedRoot)
    {
        if (Environment.GetEnvironmentVariable(Setting) is not { Length: > 0 } folder)
        {
            Console.WriteLine($"OpenZeppelin's tree is not measured: npm install @openzeppelin/merkle-tree in a folder, and name it in {Setting}.");
            return null;
        }
        var start = new ProcessStartInfo("node", ["--input-type=module", "--eval", Script]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var answer = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || answer is not [var seconds, var root]) throw new InvalidOperationException($"node failed with {process.ExitCode}.");
        if (root != expectedRoot.ToString()) throw new InvalidOperationException("The roots differ.");
        return double.Parse(seconds, CultureInfo.InvariantCulture);
    }
}
