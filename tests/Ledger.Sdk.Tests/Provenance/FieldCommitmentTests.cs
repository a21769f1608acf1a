using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Tests.Provenance;

public sealed class FieldCommitmentTests
{
    private const string Text = """{"type":"ObjectEvent","action":"OBSERVE","epcList":["urn:epc:id:sgtin:9521102.000125.1"],"ex:note":{"a b":[1.50,"x\" ]}"],"k\u00e4se":null}}""";
    private const string Context = """["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.com/epcis/"}]""";
    private static readonly Hash32 Hash = Keccak256.Hash("event"u8);
    private static readonly byte[] Salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Fact]
    public void Events_side_by_side_have_the_commitments_that_each_has_alone()
    {
        var random = new Random(7);
        foreach (var count in new[] { 0, 1, 2, 15, 16, 17, 40 })
        {
            var events = Enumerable.Range(0, count).Select(_ => EventOf(random)).ToArray();
            var together = new Hash32[count];
            FieldCommitment.Compute(events, Utf8(Context), together);
            Assert.Equal(events.Select(e => FieldCommitment.Compute(e.Captured.Span, Utf8(Context), e.EventHash, e.Salt)), together);
        }
    }

    private static CommittedEvent EventOf(Random random)
    {
        var bytes = new byte[48];
        random.NextBytes(bytes);
        // No member at all, some, and more than lanes; short values, and such as take several blocks.
        var members = Enumerable.Range(0, random.Next(40)).Select(number => $"\"m{number}\": \"{new string('x', random.Next(random.Next(400) + 1))}\"");
        return new CommittedEvent(Utf8($"{{ {string.Join(" , ", members)} }}"), new Hash32(bytes.AsSpan(0, 32)), bytes[32..]);
    }

    [Fact]
    public void The_commitment_is_the_OpenZeppelin_root_over_the_hash_the_context_and_each_member()
    {
        var fields = Fields(Text);
        Assert.Equal(["eventHash", "context", "type", "action", "epcList", "ex:note"], fields.Select(field => field.Name));
        Assert.Equal($"\"ni:///sha-256;{Hash.ToString()[2..]}?ver=CBV2.0\"", fields[0].Value);
        Assert.Equal(Context, fields[1].Value);
        Assert.Equal("\"OBSERVE\"", fields[3].Value);
        // MerkleTree is held to OpenZeppelin's own output by its tests; it takes a value that is hashed twice to its leaf.
        var preimages = fields.Select((field, place) => Keccak256.Hash([
            .. field.Salt, 0, (byte)place, 0, (byte)Encoding.UTF8.GetByteCount(field.Name), .. Encoding.UTF8.GetBytes(field.Name + field.Value)])).ToArray();
        var leaves = preimages.Select(once => Keccak256.Hash(once.Span)).ToArray();
        Assert.Equal(leaves, fields.Select((field, place) => field.Leaf(place)));
        Assert.Equal(MerkleTree.RootOfLeaves(leaves), Compute(Text));
    }

    [Fact]
    public void Each_field_has_its_own_salt_from_the_salt_of_its_group()
    {
        var fields = Fields(Text);
        Assert.Equal(fields.Count, fields.Select(field => Convert.ToHexString(field.Salt)).Distinct().Count());
        for (var place = 0; place < fields.Count; place++)
            Assert.Equal(Keccak256.Hash([.. Salt, 0, 0, 0, 0, 0, 0, 0, (byte)place]).Span[..16], fields[place].Salt);
        byte[] other = [.. Enumerable.Repeat((byte)9, 16)];
        GroupSalt groups = name => name.SequenceEqual("epcList"u8) ? other : Salt;
        var grouped = FieldCommitment.Fields(Utf8(Text), Utf8(Context), Hash, groups);
        Assert.Equal(["epcList"], grouped.Zip(fields).Where(pair => !pair.First.Salt.AsSpan().SequenceEqual(pair.Second.Salt)).Select(pair => pair.First.Name));
        Assert.NotEqual(Compute(Text), FieldCommitment.Compute(Utf8(Text), Utf8(Context), Hash, groups));
    }

    [Fact]
    public void Whitespace_between_tokens_does_not_count_and_every_other_byte_does()
    {
        const string indented = """
            { "type" : "ObjectEvent" ,
            	"action":"OBSERVE", "epcList": [ "urn:epc:id:sgtin:9521102.000125.1"
            ], "ex:note" : { "a b" : [ 1.50 , "x\" ]}" ] , "k\u00e4se" : null } }

            """;
        Assert.Equal(Compute(Text), Compute(indented));
        Assert.Equal(Compute(Text), FieldCommitment.Compute(Utf8(Text), Utf8(Context.Replace(",", " , ", StringComparison.Ordinal)), Hash, Salt));
        var original = Utf8(Text);
        for (var i = 0; i < original.Length; i++)
        {
            var changed = (byte[])original.Clone();
            changed[i] ^= 1;
            Assert.False(TryCompute(changed) == Compute(Text), $"byte {i}");
        }
        Assert.NotEqual(Compute("""{"a":1,"b":2}"""), Compute("""{"b":2,"a":1}"""));
        Assert.NotEqual(Compute("""{"a":1.50}"""), Compute("""{"a":1.5}"""));
    }

    [Fact]
    public void A_name_counts_without_its_escapes() => Assert.Equal(Compute("""{"ex:käse":1}"""), Compute("""{"ex:k\u00e4se":1}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":\"x")]
    [InlineData("{\"a\":\"x\\")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":[1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1}x")]
    public void What_is_no_object_is_refused(string text) => Assert.Throws<FormatException>(() => Compute(text));

    [Fact]
    public void Events_of_any_size_give_the_root_over_their_own_leaves()
    {
        foreach (var members in new[] { 0, 1, 2, 5, 6, 7, 13, 61, 62, 63, 300 })
        {
            var text = "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"m{i}\":\"{new string('x', i * 7)}\"")) + "}";
            var fields = Fields(text);
            Assert.Equal(members + FieldCommitment.FirstMember, fields.Count);
            Assert.Equal(MerkleTree.RootOfLeaves([.. fields.Select((field, place) => field.Leaf(place))]), Compute(text));
        }
    }

    [Fact]
    public void The_root_over_leaves_is_that_of_the_tree_over_their_values() => Prop.ForAll(
        Gen.Choose(1, 150).ToArbitrary(),
        count =>
        {
            Hash32[] values = [.. Enumerable.Range(0, count).Select(i => Keccak256.Hash(BitConverter.GetBytes(i % 100)))];
            return MerkleTree.RootOfLeaves([.. values.Select(MerkleTree.LeafOf)]) == MerkleTree.Build(values).Root;
        }).QuickCheckThrowOnFailure();

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Hash32 Compute(string text) => FieldCommitment.Compute(Utf8(text), Utf8(Context), Hash, Salt);

    private static Hash32? TryCompute(byte[] text)
    {
        try
        {
            return FieldCommitment.Compute(text, Utf8(Context), Hash, Salt);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IReadOnlyList<EventField> Fields(string text) => FieldCommitment.Fields(Utf8(text), Utf8(Context), Hash, _ => Salt);
}
