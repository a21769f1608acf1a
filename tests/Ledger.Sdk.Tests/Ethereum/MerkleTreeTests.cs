using System.Buffers.Binary;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

public sealed class MerkleTreeTests
{
    // Roots of @openzeppelin/merkle-tree 1.0.8, StandardMerkleTree.of(values, ["bytes32"]), and the last node of the last value's proof.
    [Theory]
    [InlineData(1, "0x5640234a5d221946750c28db202a95fa122cb059f4351231441136b10b3bbd52", 0, null)]
    [InlineData(2, "0xcfe658efbdb50c40d197d67531f1b369b73dfa1535a36d1266ed2d067d23d629", 1, "0x5640234a5d221946750c28db202a95fa122cb059f4351231441136b10b3bbd52")]
    [InlineData(3, "0x88665037aea6a659d264a967de036e4ff8edca57e23d04f23d3150eb83fdd93e", 1, "0xcfe658efbdb50c40d197d67531f1b369b73dfa1535a36d1266ed2d067d23d629")]
    [InlineData(4, "0x65ddcb48b1d870ea84685ea638f77053aa8f0699f0526b5b3637d571e69021c4", 2, "0xcfe658efbdb50c40d197d67531f1b369b73dfa1535a36d1266ed2d067d23d629")]
    [InlineData(5, "0x02467ab672ccc705c69276ee6e3eb2339c3ec842eb0fca293419aba26a048ea7", 2, "0xfe043b1ed0eac2a431ab67a9a34bcdc70aa2899c3a22ad32a8dabd4c1b288b25")]
    [InlineData(7, "0x94b6fe04853993d431e0607b8268d2d73de696c1e6e9ab76fc29f985c808ff35", 3, "0xfe043b1ed0eac2a431ab67a9a34bcdc70aa2899c3a22ad32a8dabd4c1b288b25")]
    [InlineData(8, "0x3ae1ef203318447dcdcce439741058640217a45173c76acf81d44ca7b1047749", 3, "0xdc60df81ef408d83a09662c813519697895345862dfe81639d49c63b80b1ac59")]
    [InlineData(9, "0x24490d26999aed0f525c494197b1a89366be3502d7cf28a5fbdb4da06975a679", 4, "0xda1b642b7b12a610203e241345e5a6c5b5d6aa16de4b50ca362405be01c53839")]
    [InlineData(100, "0x5dafed381c0cb3ed6535dcae7ebf78625f15398be908880e004f518142080eb1", 7, "0xbdcb32a9d0e73ffe27a974fd742d735f59295f976a44025b1c20f471332ec558")]
    [InlineData(1000, "0x4a7b2739d6778613183ef29f0539bd4b43b28e8866d769c9ab32e150ab0836cd", 10, "0xe1cfb02dd854cf9d9b9ece3fa917370461deb5aed9f96832504136bc61759e8f")]
    public void Roots_and_proofs_are_those_of_OpenZeppelin(int count, string root, int proofLength, string? lastNode)
    {
        var values = Values(count);
        var tree = MerkleTree.Build(values);
        Assert.Equal(root, tree.Root.ToString());
        Assert.Equal(proofLength, tree.Proof(count - 1).Length);
        Assert.Equal(lastNode, proofLength == 0 ? null : tree.Proof(count - 1)[^1].ToString());
    }

    [Fact]
    public void Every_value_is_proven_and_no_other()
    {
        foreach (var count in new[] { 1, 2, 3, 6, 17, 255, 256, 257, 600 })
        {
            var values = Values(count);
            var tree = MerkleTree.Build(values);
            for (var i = 0; i < count; i++)
            {
                var proof = tree.Proof(i);
                Assert.True(MerkleTree.Verify(tree.Root, values[i], proof));
                Assert.False(MerkleTree.Verify(tree.Root, Keccak256.Hash(values[i].Span), proof));
            }
        }
    }

    [Fact]
    public void The_same_value_may_come_twice_and_the_order_of_values_makes_no_difference()
    {
        Hash32[] values = [.. Values(20), .. Values(7), Hash32.Zero, Hash32.Zero];
        var tree = MerkleTree.Build(values);
        for (var i = 0; i < values.Length; i++) Assert.True(MerkleTree.Verify(tree.Root, values[i], tree.Proof(i)));
        Assert.Equal(tree.Root, MerkleTree.Build([.. values.Reverse()]).Root);
    }

    [Fact]
    public void An_inner_node_is_no_value()
    {
        var tree = MerkleTree.Build(Values(4));
        var proof = tree.Proof(0);
        Assert.False(MerkleTree.Verify(tree.Root, MerkleTree.RootOf(Values(4)[0], proof.AsSpan(0, 1)), proof.AsSpan(1)));
    }

    [Fact]
    public void An_empty_tree_and_an_index_outside_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MerkleTree.Build([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Build(Values(2)).Proof(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Build(Values(2)).Proof(-1));
    }

    private static Hash32[] Values(int count)
    {
        var values = new Hash32[count];
        var number = new byte[4];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, i);
            values[i] = Keccak256.Hash(number);
        }
        return values;
    }
}
