using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit.Book;

/// <summary>What is open on the ledger: debts, orders and loans as they stand after the events that it was given, in the order of the chain.</summary>
/// <remarks>What is settled is forgotten, so it stays as small as what is open. Whoever judges an event looks here before the event is entered.</remarks>
public sealed partial class LedgerBook
{
    /// <summary>Everyone who was admitted.</summary>
    public Dictionary<PartyId, KnownParty> Parties { get; } = [];

    /// <summary>Receivables that still owe something.</summary>
    public Dictionary<Hash32, OpenReceivable> Receivables { get; } = [];

    /// <summary>Orders that are not closed.</summary>
    public Dictionary<Hash32, OpenOrder> Orders { get; } = [];

    /// <summary>Loans that are not over.</summary>
    public Dictionary<Hash32, OpenPosition> Positions { get; } = [];

    /// <summary>The limits that lenders signed, by lender and debtor.</summary>
    public Dictionary<(PartyId Lender, PartyId Debtor), ulong> Limits { get; } = [];

    /// <summary>Enters an event.</summary>
    public void Apply(in PlacedEvent placed)
    {
        switch (placed.Event)
        {
            case RegistryEvent happened: Apply(happened, placed.Time); break;
            case ReceivablesEvent happened: Apply(happened); break;
            case OrdersEvent happened: Apply(happened, placed.Time); break;
            case FacilityEvent happened: Apply(happened, placed.Time); break;
        }
    }

    private void Apply(RegistryEvent happened, ulong time)
    {
        switch (happened)
        {
            case PartyAdmitted admitted: Parties[admitted.Party] = new KnownParty { Admitted = time, Roles = admitted.Roles }; break;
            case RolesSet set when Parties.TryGetValue(set.Party, out var party): party.Roles = set.Roles; break;
            case StatusSet set when Parties.TryGetValue(set.Party, out var party): party.Status = set.Status; break;
        }
    }

    private void Apply(ReceivablesEvent happened)
    {
        switch (happened)
        {
            case Issued issued: Enter(issued); break;
            case Paid paid: Reduce(paid.Receivable.Value, paid.Amount); break;
            case PaidThrough paid: Receivables.Remove(paid.Receivable.Value); break;
            case Retired retired:
                Shrink(retired.Receivable.Value, retired.Note.Value, retired.Amount);
                Reduce(retired.Receivable.Value, retired.Amount);
                break;
            case Diluted diluted:
                Shrink(diluted.Receivable.Value, diluted.Note.Value, diluted.Amount);
                Reduce(diluted.Receivable.Value, diluted.Amount);
                break;
            case Moved moved: Move(moved.Receivable.Value, moved.Note.Value, moved.MovedNote.Value, moved.To, moved.Amount); break;
            case Sold sold: Move(sold.Receivable.Value, sold.Note.Value, sold.Note.Value, sold.Buyer, sold.Amount); break;
            case DisputeSet set when Receivables.TryGetValue(set.Receivable.Value, out var debt):
                debt.Disputed = set.Disputed;
                debt.EverDisputed |= set.Disputed;
                break;
        }
    }

    private void Enter(Issued issued)
    {
        var debt = new OpenReceivable
        {
            Debtor = issued.Debtor,
            Seller = issued.Owner,
            Face = issued.Face,
            Outstanding = issued.Face,
            Due = issued.Due,
        };
        debt.Notes.Add(new HeldNote(issued.Receivable.Value, issued.Owner, issued.Face));
        Receivables[issued.Receivable.Value] = debt;
    }

    private void Reduce(Hash32 receivable, ulong amount)
    {
        if (!Receivables.TryGetValue(receivable, out var debt)) return;
        debt.Outstanding = debt.Outstanding > amount ? debt.Outstanding - amount : 0;
        if (debt.Outstanding == 0) Receivables.Remove(receivable);
    }

    private void Shrink(Hash32 receivable, Hash32 note, ulong amount)
    {
        if (!Receivables.TryGetValue(receivable, out var debt)) return;
        var at = debt.Notes.FindIndex(held => held.Id == note);
        if (at < 0) return;
        var held = debt.Notes[at];
        if (held.Amount > amount) debt.Notes[at] = held with { Amount = held.Amount - amount };
        else debt.Notes.RemoveAt(at);
    }

    private void Move(Hash32 receivable, Hash32 note, Hash32 moved, PartyId to, ulong amount)
    {
        if (!Receivables.TryGetValue(receivable, out var debt)) return;
        var at = debt.Notes.FindIndex(held => held.Id == note);
        if (at < 0) return;
        if (note == moved)
        {
            debt.Notes[at] = debt.Notes[at] with { Owner = to };
            return;
        }
        debt.Notes[at] = debt.Notes[at] with { Amount = debt.Notes[at].Amount - Math.Min(amount, debt.Notes[at].Amount) };
        debt.Notes.Add(new HeldNote(moved, to, amount));
    }
}
