using System.Text.Json;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>A row of <c>captured.payout</c>, with whether its money was burned.</summary>
internal sealed record StoredPayout
{
    /// <summary>The Burn that the party and the bank signed: of this reference and amount.</summary>
    public const string Burned = "exists (select 1 from projection.bank_reference b where b.bank = p.bank and b.reference = p.reference and b.kind = 2 and b.party = p.party and b.amount = p.amount)";

    public const string Select = $"""
        select p.id, p.party, p.bank, p.amount, p.currency, p.name, p.account, p.bic, p.remittance, p.reference, p.payment, p.paid, p.created, case when {Burned} then 1 else 0 end as IsBurned
        from captured.payout p
        """;

    public string Id { get; init; } = "";
    public long Party { get; init; }
    public long Bank { get; init; }
    public ulong Amount { get; init; }
    public string Currency { get; init; } = "";
    public string Name { get; init; } = "";
    public string Account { get; init; } = "";
    public string? Bic { get; init; }
    public string? Remittance { get; init; }
    public Hash32 Reference { get; init; }
    public string? Payment { get; init; }
    public long? Paid { get; init; }
    public long Created { get; init; }
    public long IsBurned { get; init; }

    /// <summary>Whether a Burn of it is still to be signed.</summary>
    public bool IsRequested => IsBurned == 0 && Payment is null && Paid is null;

    internal static Payout Example { get; } = new(
        "LP-0198c5f0a1b27c3d8e4f5a6b7c8d9e0f", new PartyId(2), new PartyId(4), 25_000, "CNY", "Farm", "DE02120300000000202051", "requested", Keccak256.Hash("payout"u8),
        DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), null, "March");

    public Payout ToResource(JsonElement? draft) => new(
        Id, new PartyId((ulong)Party), new PartyId((ulong)Bank), Amount, Currency, Name, Account, Paid is not null ? "paid" : Payment is not null ? "ordered" : IsBurned == 1 ? "burned" : "requested",
        Reference, DateTimeOffset.FromUnixTimeSeconds(Created), Bic, Remittance, Payment, draft);

    /// <summary>The payment that a pain.001 has for it.</summary>
    public CreditTransfer ToTransfer() => new(Id, Amount, new PaymentAccount(Name, Account, Bic), Remittance);
}
