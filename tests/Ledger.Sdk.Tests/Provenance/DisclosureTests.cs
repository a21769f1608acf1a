using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Tests.Provenance;

public sealed class DisclosureTests
{
    [Fact]
    public async Task The_whole_event_verifies_with_its_event_hash_and_who_captured_it()
    {
        var report = ProofVerifier.Verify(Utf8((await ProofFixture.GetAsync()).Event));
        Assert.True(report.Holds, string.Join("; ", report.Failures));
        Assert.Equal(["format", "header", "transaction", "receipt", "fields", "event hash", "capture", "capture signature", "merkle path", "log", "call"], report.Checks.Select(check => check.Name));
        Assert.Contains("party 2 captured it and signed for that", report.Statement, StringComparison.Ordinal);
        Assert.Contains("none is withheld", report.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_subset_of_the_fields_verifies_against_the_same_anchor_and_tells_nothing_of_the_rest()
    {
        var whole = (await ProofFixture.GetAsync()).Event;
        Prop.ForAll(Gen.SubListOf<EventField>(Shown(whole)).ToArbitrary(), subset =>
        {
            var names = subset.Select(field => field.Name).ToArray();
            var part = whole.Disclose(names);
            var bytes = Utf8(part);
            var report = ProofVerifier.Verify(bytes);
            var text = Encoding.UTF8.GetString(bytes);
            return report.Holds && part.Root == whole.Root && part.Commitment == whole.Commitment
                && Shown((EventProof)ProofBundle.Parse(bytes)).Select(field => field.Name).ToHashSet().SetEquals(names)
                && Shown(whole).Except(Shown(part)).All(hidden => !text.Contains(hidden.Value, StringComparison.Ordinal) && !text.Contains(Hex.Encode(hidden.Salt), StringComparison.Ordinal))
                && names.Contains(FieldCommitment.HashName) == part.Capture is not null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_disclosed_part_can_be_narrowed_further_but_not_widened()
    {
        var whole = (await ProofFixture.GetAsync()).Event;
        var part = whole.Disclose(["eventTime", "bizStep"]);
        Assert.Equal(part.Disclose(["bizStep"]).ToJson(), whole.Disclose(["bizStep"]).ToJson());
        Assert.Equal("unknown-field", Assert.Throws<LedgerException>(() => part.Disclose(["epcList"])).Code);
        Assert.Equal("unknown-field", Assert.Throws<LedgerException>(() => whole.Hide(["quantityList"])).Code);
    }

    [Fact]
    public async Task With_the_field_goes_the_event_hash_by_which_it_could_be_guessed()
    {
        var whole = (await ProofFixture.GetAsync()).Event;
        var hidden = whole.Hide(["bizStep"]);
        Assert.Equal(Shown(whole).Select(field => field.Name).Except(["bizStep", "eventHash"]), Shown(hidden).Select(field => field.Name));
        Assert.Null(hidden.Capture);
        var report = ProofVerifier.Verify(Utf8(hidden));
        Assert.True(report.Holds);
        Assert.Contains("2 of 10 are withheld; who captured it is not shown", report.Statement, StringComparison.Ordinal);
        // Every word of the vocabulary is tried for the hidden field: without its salt none fits a leaf.
        var place = whole.Fields.ToList().FindIndex(leaf => leaf.Field!.Name == "bizStep");
        var bare = hidden.Fields.Where(leaf => leaf.Field is null).Select(leaf => leaf.Leaf).ToHashSet();
        Assert.DoesNotContain(Shown(hidden), field => bare.Contains(FieldCommitment.Leaf(place, field.Salt, "bizStep", "\"shipping\"")));
        Assert.Contains(FieldCommitment.Leaf(place, whole.Fields[place].Field!.Salt, "bizStep", "\"shipping\""), bare);
    }

    [Fact]
    public async Task Swapped_moved_added_and_removed_fields_are_found()
    {
        var whole = (await ProofFixture.GetAsync()).Event;
        var part = whole.Disclose(["type", "eventTime", "bizStep", "epcList"]);
        foreach (var proof in new[] { whole, part })
            for (var i = 0; i < proof.Fields.Count; i++)
            {
                Assert.False(Holds(proof, [.. proof.Fields.Take(i), .. proof.Fields.Skip(i + 1)]));
                Assert.False(Holds(proof, [.. proof.Fields, proof.Fields[i]]));
                for (var k = 0; k < i; k++)
                {
                    var swapped = proof.Fields.ToArray();
                    (swapped[i], swapped[k]) = (swapped[k], swapped[i]);
                    Assert.False(Holds(proof, swapped), $"{k} and {i}");
                }
            }
    }

    [Fact]
    public async Task Every_altered_byte_of_a_disclosed_part_is_found()
    {
        var original = Utf8((await ProofFixture.GetAsync()).Event.Disclose(["context", "eventTime", "ex:note"]));
        Assert.True(ProofVerifier.Verify(original).Holds);
        var missed = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, original.Length, i =>
        {
            var changed = (byte[])original.Clone();
            changed[i] ^= 1;
            if (ProofVerifier.Verify(changed).Holds) missed.Add(i);
        });
        Assert.Empty(missed);
    }

    [Fact]
    public async Task A_signature_by_the_server_is_not_taken_for_the_partys()
    {
        var fixture = await ProofFixture.GetAsync();
        var (whole, message) = (fixture.Event, fixture.Event.Capture!.Message);
        var domain = fixture.Ledger.Manifest.DomainOf(LedgerContract.Anchors);
        using var server = PrivateKey.Generate();
        var signed = whole with
        {
            Capture = whole.Capture! with { SignedBy = CaptureSigner.Api, Signer = server.Address, Signature = server.Sign(message.Digest(domain, CaptureSigner.Api)) },
        };
        var report = ProofVerifier.Verify(Utf8(signed));
        Assert.True(report.Holds);
        Assert.Contains("for which the server signed, not the party", report.Statement, StringComparison.Ordinal);
        Assert.Contains(report.Trust, item => item.Contains(server.Address.ToString(), StringComparison.Ordinal));
        var pretended = signed with { Capture = signed.Capture! with { SignedBy = CaptureSigner.Party } };
        Assert.Equal(["capture signature"], ProofVerifier.Verify(Utf8(pretended)).Failures.Select(check => check.Name));
    }

    [Fact]
    public async Task Another_partys_key_is_found_with_a_node_and_the_manifest()
    {
        var fixture = await ProofFixture.GetAsync();
        var domain = fixture.Ledger.Manifest.DomainOf(LedgerContract.Anchors);
        using var stranger = PrivateKey.Generate();
        var capture = fixture.Event.Capture!;
        var forged = fixture.Event with { Capture = capture with { Signer = stranger.Address, Signature = stranger.Sign(capture.Message.Digest(domain, CaptureSigner.Party)) } };
        var offline = ProofVerifier.Verify(Utf8(forged));
        Assert.Contains(offline.Trust, item => item.Contains("was the key of party 2", StringComparison.Ordinal));
        var report = await ProofNodeCheck.VerifyAsync(offline, forged, fixture.Ledger.Node, fixture.Ledger.Manifest);
        Assert.Equal("node: key of party 2", Assert.Single(report.Failures).Name);
    }

    private static EventField[] Shown(EventProof proof) => [.. proof.Fields.Select(leaf => leaf.Field).OfType<EventField>()];

    private static bool Holds(EventProof proof, FieldLeaf[] fields) => ProofVerifier.Verify(Utf8(proof with { Fields = fields })).Holds;

    private static byte[] Utf8(EventProof proof) => Encoding.UTF8.GetBytes(proof.ToJson());
}
