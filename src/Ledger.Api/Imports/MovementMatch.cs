using System.Data.Common;
using Dapper;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>What a movement is on the ledger, by the numbers of <c>captured.bank_movement</c>.</summary>
internal enum MovementState
{
    /// <summary>A credit to be issued to a party.</summary>
    ToIssue = 1,

    /// <summary>A debit that paid a payout.</summary>
    PayoutPaid = 2,

    /// <summary>Nothing answers to it.</summary>
    Unmatched = 3,
}

/// <summary>What a movement was matched to, or why to nothing.</summary>
internal sealed record MovementMatch(MovementState State, PartyId? Party = null, string? Payout = null, string? Why = null)
{
    public static MovementMatch None(string why) => new(MovementState.Unmatched, Why: why);
}

/// <summary>Finds what movements are: credits by the deposit reference that the payer wrote, debits by the payout's id as EndToEndId.</summary>
internal sealed class MovementMatcher(DbConnection connection, PartyId bank)
{
    private readonly PartyBook parties = new(connection);

    /// <summary>Matches one.</summary>
    public async Task<MovementMatch> MatchAsync(BankMovement movement)
    {
        if (movement.IsReversal) return MovementMatch.None("It takes an earlier movement back: what was issued for that is for the bank to claim.");
        if (movement.IsUndividedBatch) return MovementMatch.None("Several payments are booked as one, without telling them apart: a camt.054 may.");
        if (movement.Amount == 0) return MovementMatch.None("It is zero.");
        return movement.IsCredit ? await CreditAsync(movement) : await DebitAsync(movement);
    }

    private async Task<MovementMatch> CreditAsync(BankMovement movement)
    {
        if (!DepositReference.TryFind(movement.Remittance, out var party) && !DepositReference.TryFind(movement.EndToEndId, out party))
            return MovementMatch.None("The payer gave the deposit reference of no one party.");
        var (found, why) = await parties.FindAsync(PartyReference.Of(party));
        return found is { } holder ? new MovementMatch(MovementState.ToIssue, holder) : MovementMatch.None($"The deposit reference is that of party {party}. {why}");
    }

    private async Task<MovementMatch> DebitAsync(BankMovement movement)
    {
        if (movement.EndToEndId is null) return MovementMatch.None("It has no EndToEndId, which would name the payout.");
        var payout = await connection.QuerySingleOrDefaultAsync<(string Id, long Party, ulong Amount, long? Paid)?>(
            "select id, party, amount, paid from captured.payout where id = @EndToEndId and bank = @bank", new { movement.EndToEndId, bank = (long)bank.Value });
        return payout switch
        {
            null => MovementMatch.None("No payout has its EndToEndId."),
            { Paid: not null } => MovementMatch.None($"Payout {payout.Value.Id} was paid before."),
            { } found when found.Amount != movement.Amount => MovementMatch.None($"Payout {found.Id} is of {found.Amount} minor units, not {movement.Amount}."),
            { } found => new MovementMatch(MovementState.PayoutPaid, new PartyId((ulong)found.Party), found.Id),
        };
    }
}
