using Ledger.Indexer.Storage;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

/// <summary>What a party has done as debtor, first owner, lender and borrower; sums of amounts are modulo 2⁶⁴.</summary>
internal sealed class PartyRecordRow : IStateRow<PartyRecordRow>
{
    public static TableShape Shape { get; } = new("projection.party_record", 1, Number("party"), Number("issued"), Number("issued_amount"),
        Number("settled"), Number("settled_late"), Number("days_late"), Number("outstanding"), Number("retired_amount"), Number("diluted_amount"),
        Number("disputes"), Number("given"), Number("given_amount"), Number("given_settled"), Number("given_late"),
        Number("given_diluted_amount"), Number("given_disputes"), Number("lent"), Number("loans"), Number("borrowed"), Number("repaid"),
        Number("impaired"), Number("defaulted"));

    public ulong Party { get; init; }
    public ulong Issued { get; set; }
    public ulong IssuedAmount { get; set; }
    public ulong Settled { get; set; }
    public ulong SettledLate { get; set; }
    public ulong DaysLate { get; set; }
    public ulong Outstanding { get; set; }
    public ulong RetiredAmount { get; set; }
    public ulong DilutedAmount { get; set; }
    public ulong Disputes { get; set; }
    public ulong Given { get; set; }
    public ulong GivenAmount { get; set; }
    public ulong GivenSettled { get; set; }
    public ulong GivenLate { get; set; }
    public ulong GivenDilutedAmount { get; set; }
    public ulong GivenDisputes { get; set; }
    public ulong Lent { get; set; }
    public ulong Loans { get; set; }
    public ulong Borrowed { get; set; }
    public ulong Repaid { get; set; }
    public ulong Impaired { get; set; }
    public ulong Defaulted { get; set; }

    public object?[] ToValues() =>
    [
        Cell.Of(Party), Cell.Of(Issued), Cell.Of(IssuedAmount), Cell.Of(Settled), Cell.Of(SettledLate), Cell.Of(DaysLate), Cell.Of(Outstanding),
        Cell.Of(RetiredAmount), Cell.Of(DilutedAmount), Cell.Of(Disputes), Cell.Of(Given), Cell.Of(GivenAmount), Cell.Of(GivenSettled),
        Cell.Of(GivenLate), Cell.Of(GivenDilutedAmount), Cell.Of(GivenDisputes), Cell.Of(Lent), Cell.Of(Loans), Cell.Of(Borrowed),
        Cell.Of(Repaid), Cell.Of(Impaired), Cell.Of(Defaulted),
    ];

    public static PartyRecordRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Party = cell.Number(),
            Issued = cell.Number(),
            IssuedAmount = cell.Number(),
            Settled = cell.Number(),
            SettledLate = cell.Number(),
            DaysLate = cell.Number(),
            Outstanding = cell.Number(),
            RetiredAmount = cell.Number(),
            DilutedAmount = cell.Number(),
            Disputes = cell.Number(),
            Given = cell.Number(),
            GivenAmount = cell.Number(),
            GivenSettled = cell.Number(),
            GivenLate = cell.Number(),
            GivenDilutedAmount = cell.Number(),
            GivenDisputes = cell.Number(),
            Lent = cell.Number(),
            Loans = cell.Number(),
            Borrowed = cell.Number(),
            Repaid = cell.Number(),
            Impaired = cell.Number(),
            Defaulted = cell.Number(),
        };
    }
}
