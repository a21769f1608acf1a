using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Sdk.Tests.Custody;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Receivables;

public sealed class MoneyClientTests
{
    private const string Crate = "urn:epc:id:sgtin:4012345.011111.71";
    private static readonly PartyId Farm = DeployedLedger.Farm;
    private static readonly PartyId Carrier = DeployedLedger.Carrier;
    private static readonly PrivateKey FarmKey = DeployedLedger.FarmKey;
    private static readonly PrivateKey CarrierKey = DeployedLedger.CarrierKey;

    [Fact]
    public async Task An_order_on_credit_lives_from_terms_to_redemption()
    {
        var chain = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var (bank, bankKey) = await chain.AdmitAsync(PartyRoles.Bank);
        await chain.AdmitSettlementAsync();
        await chain.RegisterAsync(UnitId.Of(Crate));
        using var ledger = new LedgerClient(new ChainBackedApi(chain).CreateClient());
        await ledger.SubmitAsync((await ledger.Cash.MintAsync(bank, bank, 200_000, Hash("wire 1"))).Sign(bankKey));
        await ledger.SubmitAsync((await ledger.Cash.MintAsync(bank, Carrier, 80_000, Hash("wire 2"))).Sign(bankKey));

        using var secret = PairSecret.Generate();
        var delivery = await DeliverAsync(ledger, secret);
        var receivable = ReceivableId.Of(Carrier, delivery.Nullifier);
        var note = NoteId.RootOf(receivable);
        var move = await ledger.Receivables.MoveAsync(Farm, bank, receivable, note, 30_000);
        await ledger.SubmitAsync(move.Sign(FarmKey));
        var part = note.Part(receivable, ((Move)move.Intent).Seq);

        // The bank offers, the farm checks and accepts.
        var json = SignedOffer.Of((await ledger.Receivables.SellAsync(Farm, bank, receivable, note, 49_000)).Sign(bankKey)).ToJson();
        var offer = await ledger.Financing.VerifyAsync(SignedOffer.Parse(json));
        Assert.Equal((bank, 1U), (offer.Offerer, offer.Epoch));
        await ledger.SubmitAsync(offer.Draft.Sign(FarmKey));

        await ledger.SubmitAsync((await ledger.Receivables.PayAsync(receivable)).Sign(CarrierKey));
        await ledger.SubmitAsync((await ledger.Receivables.RedeemAsync(receivable, part)).Sign(bankKey));
        // It is settled, so that anyone may have the rest paid out, and nobody signs.
        await ledger.SubmitAsync(ReceivablesClient.PayOut(receivable, note));
        var cash = new CashContract(chain.Node, chain.Manifest.Cash);
        Assert.Equal((49_000UL, 0UL, 231_000UL), (await cash.BalanceOfAsync(Farm), await cash.BalanceOfAsync(Carrier), await cash.BalanceOfAsync(bank)));
        var again = await ledger.Receivables.IssueAsync(Carrier, Farm, 80_000, DateTimeOffset.UtcNow.AddDays(5), Nullifier.Of(secret, "INV-1"));
        Assert.Equal("already-issued", (await Assert.ThrowsAsync<LedgerException>(() => ledger.SubmitAsync(again.Sign(CarrierKey).Sign(FarmKey)))).Code);
        await ledger.SubmitAsync((await ledger.Cash.TransferAsync(Farm, Carrier, 8_000)).Sign(FarmKey));
        await ledger.SubmitAsync((await ledger.Cash.TransferAsync(Farm, Carrier, 1_000)).Sign(FarmKey));
        await ledger.SubmitAsync((await ledger.Cash.BurnAsync(Farm, bank, 40_000, Hash("payout"))).Sign(FarmKey).Sign(bankKey));
        Assert.Equal(240_000UL, await cash.TotalSupplyAsync());
    }

    [Fact]
    public async Task A_loan_against_a_note_is_offered_taken_repaid_and_gives_the_note_back()
    {
        var chain = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var (bank, bankKey) = await chain.AdmitAsync(PartyRoles.Bank);
        await chain.AdmitSettlementAsync();
        using var ledger = new LedgerClient(new ChainBackedApi(chain).CreateClient());
        await ledger.SubmitAsync((await ledger.Cash.MintAsync(bank, bank, 200_000, Hash("wire 3"))).Sign(bankKey));
        await ledger.SubmitAsync((await ledger.Cash.MintAsync(bank, Farm, 5_000, Hash("wire 4"))).Sign(bankKey));
        var due = DateTimeOffset.UtcNow.AddDays(60);
        var issue = await ledger.Receivables.IssueAsync(Carrier, Farm, 100_000, due, Hash("nullifier"));
        await ledger.SubmitAsync(issue.Sign(CarrierKey).Sign(FarmKey));
        var receivable = ((Issue)issue.Intent).Id();
        var note = NoteId.RootOf(receivable);

        await ledger.SubmitAsync((await ledger.Financing.LimitAsync(bank, Carrier, 90_000, 0)).Sign(bankKey));
        var draft = await ledger.Financing.LendAsync(new Loan(
            80_000, bank, Farm, Carrier, 500, 600, 0, 360, (ulong)due.ToUnixTimeSeconds(), 86_400, CollateralKind.Note, receivable.Value, note, 1, 100_000, true, Farm, default, 0, 0, 0, 0, 0));
        var offer = SignedOffer.Parse(SignedOffer.Of(draft.Sign(bankKey)).ToJson());
        await ledger.Financing.VerifyAsync(offer);
        var loan = (Loan)offer.Draft.Intent;
        await ledger.SubmitAsync(offer.Draft.Sign(FarmKey));
        await ledger.SubmitAsync((await ledger.Financing.RepayAsync(loan, 85_000)).Sign(FarmKey));
        await ledger.SubmitAsync(FinancingClient.HandOver(loan, receivable.Value, note));
        Assert.Equal(Farm, (await new ReceivablesContract(chain.Node, chain.Manifest.Receivables).NoteAsync(receivable, note)).Owner);
    }

    [Fact]
    public void An_offer_ends_with_its_deadline_its_offerers_epoch_and_its_key_and_counts_in_its_ledger_alone()
    {
        var manifest = Samples.Sale.Manifest;
        var (sale, keys) = (Samples.Sale.Intent, new[] { FarmKey.Address, CarrierKey.Address });
        var draft = IntentDraft.Of(sale, manifest.DomainOf(sale.Contract), keys);
        Assert.Equal("offer-invalid", Assert.Throws<LedgerException>(() => SignedOffer.Of(draft)).Code);
        Assert.Equal("offer-invalid", Assert.Throws<LedgerException>(() => SignedOffer.Of(draft.Sign(FarmKey).Sign(CarrierKey))).Code);
        var offer = SignedOffer.Of(draft.Sign(CarrierKey));
        var buyer = new Party(sale.Buyer, CarrierKey.Address, default, PartyRoles.None, default, 2, PartyStatus.Active);
        var now = DateTimeOffset.FromUnixTimeSeconds((long)sale.Deadline);
        Assert.Same(offer, offer.Verify(manifest, buyer, now));
        Assert.Equal("expired", Assert.Throws<LedgerException>(() => offer.Verify(manifest, buyer, now.AddSeconds(1))).Code);
        Assert.Equal("stale-epoch", Assert.Throws<LedgerException>(() => offer.Verify(manifest, buyer with { Epoch = 3 }, now)).Code);
        Assert.Equal("wrong-signer", Assert.Throws<LedgerException>(() => offer.Verify(manifest, buyer with { Key = FarmKey.Address }, now)).Code);
        Assert.Equal("not-active", Assert.Throws<LedgerException>(() => offer.Verify(manifest, buyer with { Status = PartyStatus.Frozen }, now)).Code);
        Assert.Equal("wrong-domain", Assert.Throws<LedgerException>(() => offer.Verify(manifest with { ChainId = 5 }, buyer, now)).Code);
        var changed = offer.ToJson().Replace("\"price\": 95", "\"price\": 94", StringComparison.Ordinal);
        Assert.Equal("wrong-signer", Assert.Throws<LedgerException>(() => SignedOffer.Parse(changed)).Code);
    }

    /// <summary>Terms, and the hand-off that both sign one after the other, with its proof.</summary>
    private static async Task<Delivery> DeliverAsync(LedgerClient ledger, PairSecret secret)
    {
        var agreed = await ledger.Orders.AgreeAsync(Carrier, Farm, 80_000, 500, [new Milestone(Farm, Carrier, 10_000)], DateTimeOffset.UtcNow.AddDays(7), new OrderOptions(TimeSpan.FromDays(30)));
        var terms = (OrderTerms)agreed.Intent;
        await ledger.SubmitAsync(IntentDraft.Parse(agreed.Sign(CarrierKey).ToJson()).Sign(FarmKey));
        var delivery = new Delivery(terms.Id(), 0, 500, 80_000, Nullifier.Of(secret, "INV-1"), Hash("invoice"));
        var handOff = IntentDraft.Parse((await ledger.Orders.DeliverAsync(terms, delivery, Crate)).Sign(FarmKey).ToJson());
        var operation = await ledger.SubmitAsync(handOff.Sign(CarrierKey));
        var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(await ledger.Provenance.HandOffProofAsync($"{operation.TransactionHash}")));
        Assert.True(report.Holds, string.Join("; ", report.Failures));
        return delivery;
    }

    private static Hash32 Hash(string text) => Keccak256.Hash(Encoding.UTF8.GetBytes(text));
}
