using System.Globalization;
using System.Text.Json;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>A row of <c>captured.bank_movement</c>, with whether its money was issued.</summary>
internal sealed record StoredMovement
{
    public const string Select = """
        select m.id, m.bank, m.account, m.reference, m.statement, m.amount, m.currency, m.credit, m.booked, m.name, m.remittance, m.state, m.party, m.payout, m.why, m.bank_ref as BankRef,
          case when exists (select 1 from projection.bank_reference b where b.bank = m.bank and b.reference = m.bank_ref) then 1 else 0 end as Issued
        from captured.bank_movement m
        """;

    public long Id { get; init; }
    public long Bank { get; init; }
    public string Account { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Statement { get; init; } = "";
    public ulong Amount { get; init; }
    public string Currency { get; init; } = "";
    public long Credit { get; init; }
    public long? Booked { get; init; }
    public string? Name { get; init; }
    public string Remittance { get; init; } = "";
    public long State { get; init; }
    public long? Party { get; init; }
    public string? Payout { get; init; }
    public string? Why { get; init; }
    public Hash32 BankRef { get; init; }
    public long Issued { get; init; }

    /// <summary>Whether a Mint of it is still to be signed.</summary>
    public bool IsToIssue => State == (long)MovementState.ToIssue && Issued == 0;

    internal static ImportedMovement Example { get; } = new(
        "7", "DE02120300000000202051", "REF-1", "2026-03-01", 25_000, "CNY", true, "to-issue", BankReference.Of("DE02120300000000202051", "REF-1"), new DateOnly(2026, 3, 1), new PartyId(2), null, "Payer",
        "RF84LEDGER2");

    public ImportedMovement ToResource(JsonElement? draft) => new(
        Id.ToString(CultureInfo.InvariantCulture), Account, Reference, Statement, Amount, Currency, Credit == 1, StateName, BankRef,
        Booked is { } day ? DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day) : null, Party is { } party ? new PartyId((ulong)party) : null, Payout, Name,
        Remittance.Length == 0 ? null : Remittance, Why, draft);

    private string StateName => ((MovementState)State, Issued) switch
    {
        (MovementState.ToIssue, 0) => "to-issue",
        (MovementState.ToIssue, _) => "issued",
        (MovementState.PayoutPaid, _) => "payout-paid",
        _ => "unmatched",
    };
}
