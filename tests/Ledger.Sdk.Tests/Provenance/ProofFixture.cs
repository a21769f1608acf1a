using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Provenance;

/// <summary>A chain on which goods were handed over and events anchored, several in one block, once for all tests.</summary>
internal sealed class ProofFixture
{
    private const string EventText = "{\"type\":\"ObjectEvent\",\"note\":\"Käse \\\"alt\\\" – 4 °C \U0001F9C0\"}\n";
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
        var salt = Keccak256.Hash("salt"u8);
        Hash32[] path = [Keccak256.Hash("sibling 1"u8), Keccak256.Hash("sibling 2"u8), Keccak256.Hash("sibling 3"u8)];
        var root = MerkleTree.RootOf(Commitment.Of(salt, Encoding.UTF8.GetBytes(EventText)), path);
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
            await builder.EventAsync(receipts[3].TransactionHash, EventText, salt, path));
    }
}
