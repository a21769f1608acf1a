using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Tests.Contracts;

namespace Ledger.Sdk.Tests.Financing;

public sealed class LoanOnChainTests
{
    private const ulong Deadline = 4_000_000_000;
    private static readonly string[] Seeds = ["a", "b", "c", "d"];

    [Fact]
    public async Task Every_repayment_at_any_second_is_divided_as_it_was_computed_before()
    {
        // The test moves the chain's time, so the chain is its own.
        await using var chain = await TestChain.StartAsync();
        var ledger = await DeployedLedger.DeployAsync(chain);
        var (bank, bankKey) = await ledger.AdmitAsync(PartyRoles.Bank);
        var facility = await ledger.AdmitSettlementAsync();
        await ledger.SubmitAsync(ledger.Sign(new Mint(bank, bank, 1_000_000_000_000, default, 1, Deadline), bankKey));
        await ledger.SubmitAsync(ledger.Sign(new Mint(bank, DeployedLedger.Farm, 1_000_000_000_000, Keccak256.Hash("farm"u8), 1, Deadline), bankKey));
        await ledger.SubmitAsync(ledger.Sign(new Limit(bank, DeployedLedger.Carrier, 1_000_000_000_000, 0, 1, Deadline), bankKey));
        var random = new Random(5);
        foreach (var seed in Seeds)
        {
            var (loan, account) = await OpenAsync(ledger, bank, bankKey, facility, random, seed);
            for (uint seq = 1; seq <= 4 && account.Parts.Principal > 0; seq++)
            {
                var wait = (ulong)random.Next(1, 40 * 86_400);
                await ledger.Node.Rpc.CallAsync("evm_increaseTime", [wait]);
                var amount = (ulong)random.NextInt64(1, (long)(loan.Principal / 2));
                var receipt = await ledger.SubmitAsync(ledger.Sign(new Repayment(amount, loan.Id(), seq, 1, Deadline) { Loan = loan }, DeployedLedger.FarmKey));
                var repaid = receipt.Logs.Select(log => LedgerEvents.TryDecode(log, out var logged) ? logged : null).OfType<Repaid>().Single();
                account = account.Pay(amount, await TimeAsync(ledger, receipt), out var paid);
                Assert.Equal(paid, repaid.Paid);
            }
            var owed = (await new FacilityContract(ledger.Node, ledger.Manifest.Facility).PositionAsync(loan)).Owed;
            Assert.Equal((account.Parts.Fee, account.Parts.Principal), (owed.Fee, owed.Principal));
        }
    }

    private static async Task<(Loan Loan, LoanAccount Account)> OpenAsync(
        DeployedLedger ledger, PartyId bank, PrivateKey bankKey, PartyId facility, Random random, string seed)
    {
        var now = (await ledger.Node.GetBlockAsync(BlockTag.Latest))!.Timestamp;
        var due = now + 30 * Waterfall.Day;
        var issue = new Issue(
            DeployedLedger.Carrier, DeployedLedger.Farm, 100_000_007, CurrencyCode.Parse("CNY"), due, Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(seed)), default, 1, 1, Deadline);
        await ledger.SubmitAsync(ledger.Sign(issue, DeployedLedger.CarrierKey, DeployedLedger.FarmKey));
        var principal = (ulong)random.Next(1_000, 90_000_000);
        var loan = new Loan(
            principal, bank, DeployedLedger.Farm, DeployedLedger.Carrier, (ulong)random.Next(0, 1_000), (ulong)random.Next(0, 10_001), (ulong)random.Next(0, 10_001),
            random.Next(2) == 0 ? 360UL : 365, due, 0, CollateralKind.Note, issue.Id().Value, NoteId.RootOf(issue.Id()), 1, issue.Face, true, DeployedLedger.Farm, default, 0, 0, 1, 1, Deadline);
        loan = loan with { Pledge = Pledge.For(loan, ledger.Manifest, facility) };
        var opened = await ledger.SubmitAsync(ledger.Sign(loan, DeployedLedger.FarmKey, bankKey, DeployedLedger.FarmKey));
        var terms = new LoanTerms(loan.Principal, loan.Fee, loan.Rate, loan.LateRate, loan.Basis, loan.Due);
        return (loan, LoanAccount.Open(terms, await TimeAsync(ledger, opened)));
    }

    private static async Task<ulong> TimeAsync(DeployedLedger ledger, TransactionReceipt receipt) =>
        (await ledger.Node.GetBlockAsync(receipt.BlockNumber))!.Timestamp;
}
