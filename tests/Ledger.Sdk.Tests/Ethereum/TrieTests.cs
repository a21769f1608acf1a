using System.Text;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class TrieTests
{
    [Theory]
    [InlineData("ethereum-tests-trietest.json", false)]
    [InlineData("ethereum-tests-trieanyorder.json", false)]
    [InlineData("ethereum-tests-trietest_secureTrie.json", true)]
    [InlineData("ethereum-tests-hex_encoded_securetrie_test.json", true)]
    public void Tries_of_ethereum_tests_have_their_roots_and_prove_every_key(string file, bool secure) =>
        VectorFile.ForEach(VectorFile.Ethereum(file).EnumerateObject().Select(p => p.Value), c => c.Text("root"), testCase =>
        {
            var entries = Entries(testCase.GetProperty("in")).ToList();
            var trie = secure ? PatriciaTrie.OfSecure(entries) : PatriciaTrie.Of(entries);
            Assert.Equal(testCase.Text("root"), trie.Root.ToString());
            foreach (var group in entries.GroupBy(entry => Hex.Encode(entry.Key)))
            {
                var key = group.First().Key;
                var path = secure ? Keccak256.Hash(key).ToArray() : key;
                var result = TrieProof.Verify(trie.Root, path, trie.Prove(key));
                Assert.Null(result.Problem);
                Assert.Equal(group.Last().Value, result.Value ?? []);
            }
        });

    [Fact]
    public void An_empty_trie_has_the_known_root_and_proves_absence()
    {
        var trie = PatriciaTrie.OfList([]);
        Assert.Equal("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421", trie.Root.ToString());
        Assert.True(TrieProof.Verify(trie.Root, [1], trie.Prove([1])) is { IsValid: true, Value: null });
    }

    [Fact]
    public void A_list_proves_each_item_and_the_absence_of_the_next()
    {
        byte[][] items = [.. Enumerable.Range(0, 300).Select(i => Encoding.ASCII.GetBytes($"item {i} with some length to it"))];
        var trie = PatriciaTrie.OfList(items);
        for (var i = 0; i < items.Length; i++)
            Assert.Equal(items[i], TrieProof.Verify(trie.Root, PatriciaTrie.ListKey(i), trie.Prove(PatriciaTrie.ListKey(i))).Value);
        Assert.True(TrieProof.Verify(trie.Root, PatriciaTrie.ListKey(300), trie.Prove(PatriciaTrie.ListKey(300))) is { IsValid: true, Value: null });
    }

    [Fact]
    public void Every_altered_bit_of_a_proof_is_found_and_the_node_named()
    {
        byte[][] items = [.. Enumerable.Range(0, 40).Select(i => Keccak256.Hash([(byte)i]).ToArray())];
        var trie = PatriciaTrie.OfList(items);
        var key = PatriciaTrie.ListKey(17);
        var proof = trie.Prove(key);
        Assert.True(proof.Count > 1);
        for (var node = 0; node < proof.Count; node++)
            for (var i = 0; i < proof[node].Length; i++)
            {
                var altered = proof.Select(n => n.ToArray()).ToArray();
                altered[node][i] ^= 1;
                var result = TrieProof.Verify(trie.Root, key, altered);
                Assert.StartsWith($"node {node + 1}: its hash is", result.Problem, StringComparison.Ordinal);
                Assert.Null(result.Value);
            }
    }

    [Fact]
    public void Missing_and_surplus_nodes_are_named()
    {
        var trie = PatriciaTrie.OfList(Enumerable.Range(0, 40).Select(i => Keccak256.Hash([(byte)i]).ToArray()));
        var key = PatriciaTrie.ListKey(17);
        var proof = trie.Prove(key);
        Assert.Contains("ends before the node", TrieProof.Verify(trie.Root, key, [.. proof.SkipLast(1)]).Problem, StringComparison.Ordinal);
        Assert.Contains("the path ends after", TrieProof.Verify(trie.Root, key, [.. proof, proof[0]]).Problem, StringComparison.Ordinal);
        Assert.Contains("no node", TrieProof.Verify(trie.Root, key, []).Problem, StringComparison.Ordinal);
        Assert.NotNull(TrieProof.Verify(Keccak256.Hash([1]), key, proof).Problem);
    }

    private static IEnumerable<KeyValuePair<byte[], byte[]>> Entries(JsonElement given) => given.ValueKind == JsonValueKind.Array
        ? given.EnumerateArray().Select(pair => KeyValuePair.Create(Bytes(pair[0]), Bytes(pair[1])))
        : given.EnumerateObject().Select(property => KeyValuePair.Create(Bytes(property.Name), Bytes(property.Value)));

    private static byte[] Bytes(JsonElement value) => value.ValueKind == JsonValueKind.Null ? [] : Bytes(value.GetString()!);

    private static byte[] Bytes(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.UTF8.GetBytes(text);
}
