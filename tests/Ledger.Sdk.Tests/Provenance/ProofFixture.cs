using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Provenance;

/// <summary>A chain on which goods were handed over and events anchored, several in one block, once for all tests.</summary>
internal sealed class ProofFixture
{
    private const string EventText = """
        {"type": "ObjectEvent", "eventID": "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000f1", "eventTime": "2026-03-01T12:00:00.000+01:00",
         "eventTimeZoneOffset": "+01:00", "action": "OBSERVE", "epcList": ["urn:epc:id:sgtin:9506000.013435.1", "urn:epc:id:sgtin:9506000.013435.2"],
         "bizStep": "shipping", "ex:note": {"ex:text": "Käse \"alt\" – 4 °C \u00bd 🧀", "ex:weight": 1.50, "ex:none": ["a b", "\\"]}}
        """;

    private const string Context = """["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://example.com/epcis/"}]""";
    private static readonly Lazy<Task<ProofFixture>> Shared = new(CreateAsync);

    private ProofFixture(DeployedLedger ledger, HandOffProof handOff, HandOffProof many, HandOffProof rejection, EventProof captured) =>
        (Ledger, HandOff, Many, Rejection, Event) = (ledger, handOff, many, rejection, captured);

    public DeployedLedger Ledger { get; }

    public HandOffProof HandOff { get; }

    public HandOffProof Many { get; }

    public HandOffProof Rejection { get; }

    public EventProof Event { get; }

    public IEnumerable<ProofBundle> All => [HandOff, Many, Rejection, Event];

    public static async Task<ProofFixture> GetAsync()
    {
        await TestChain.SharedAsync();
        return await Shared.Value;
    }

    private static async Task<ProofFixture> CreateAsync()
    {
        // Anvil makes a block a second, so that several transactions share one and the tries have branches.
        var ledger = await DeployedLedger.DeployAsync(await TestChain.StartAnvilAsync());
        UnitId[] units = [.. Enumerable.Range(100, 8).Select(Samples.Unit)];
        await ledger.RegisterAsync(units);
        var parsed = EpcisDocument.Parse(Encoding.UTF8.GetBytes(
            $$$"""{"@context":{{{Context}}},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z","epcisBody":{"eventList":[{{{EventText}}}]}}"""));
        var hash = new Hash32(Convert.FromHexString(parsed.Events[0].Hash.AsSpan(14, 64)));
        var salt = Keccak256.Hash("salt"u8).Span[..FieldCommitment.SaltSize].ToArray();
        var leaves = FieldLeaf.Of(FieldCommitment.Fields(parsed.Events[0].Source.Span, Encoding.UTF8.GetBytes(Context), hash, _ => salt));
        Hash32[] path = [Keccak256.Hash("sibling 1"u8), Keccak256.Hash("sibling 2"u8), Keccak256.Hash("sibling 3"u8)];
        var root = MerkleTree.RootOf(MerkleTree.RootOfLeaves([.. leaves.Select(leaf => leaf.Leaf)]), path);
        var goods = ledger.Manifest.Goods;
        var many = ledger.Sign(
            new HandOffMany(DeployedLedger.Farm, DeployedLedger.Carrier, units[2..5], [1, 1, 1], 1, 1, default, 4_000_000_000), DeployedLedger.FarmKey, DeployedLedger.CarrierKey);
        var offer = (HandOff)ledger.HandOff(units[6]).Intent;
        var rejection = ledger.Sign(new Rejection(offer, Keccak256.Hash("wet"u8)), DeployedLedger.FarmKey, DeployedLedger.CarrierKey);
        var receipts = await ledger.SendManyAsync(
        [
            (goods, ledger.HandOff(units[0]).Calldata()),
            (goods, many.Calldata()),
            (goods, rejection.Calldata()),
            (ledger.Manifest.Anchors, AnchorsContract.Anchor(root, 7)),
        ]);
        var builder = new ProofBuilder(ledger.Node, ledger.Manifest);
        return new ProofFixture(
            ledger,
            await builder.HandOffAsync(receipts[0].TransactionHash),
            await builder.HandOffAsync(receipts[1].TransactionHash),
            await builder.HandOffAsync(receipts[2].TransactionHash),
            await builder.EventAsync(receipts[3].TransactionHash, leaves, Sign(ledger.Manifest.DomainOf(LedgerContract.Anchors), hash), path));
    }

    private static CaptureProof Sign(IntentDomain domain, Hash32 hash)
    {
        Hash32[] hashes = [Keccak256.Hash("one"u8), hash, Keccak256.Hash("three"u8)];
        var message = EventCapture.Of(DeployedLedger.Farm, hashes);
        return new CaptureProof(
            message, MerkleTree.Build(hashes).Proof(1), CaptureSigner.Party, DeployedLedger.FarmKey.Address, DeployedLedger.FarmKey.Sign(message.Digest(domain, CaptureSigner.Party)));
    }
}
