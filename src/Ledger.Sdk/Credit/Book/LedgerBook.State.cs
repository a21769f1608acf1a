using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit.Book;

/// <content>The book as bytes.</content>
public sealed partial class LedgerBook
{
    internal void Write(BinaryWriter writer)
    {
        writer.Table(Parties, writer.Party, party =>
        {
            writer.Number(party.Admitted);
            writer.Write((uint)party.Roles);
            writer.Write((byte)party.Status);
        });
        writer.Table(Receivables, writer.Hash, debt => Write(writer, debt));
        writer.Table(Orders, writer.Hash, order => Write(writer, order));
        writer.Table(Positions, writer.Hash, position => Write(writer, position));
        foreach (var lines in (ReadOnlySpan<Dictionary<(PartyId Lender, PartyId Debtor), ulong>>)[Limits, Exposures])
            writer.Table(lines, line => { writer.Party(line.Lender); writer.Party(line.Debtor); }, writer.Number);
    }

    internal static LedgerBook Read(BinaryReader reader)
    {
        var book = new LedgerBook();
        reader.Table(book.Parties, reader.Party, () => new KnownParty
        {
            Admitted = reader.Number(),
            Roles = (PartyRoles)reader.ReadUInt32(),
            Status = (PartyStatus)reader.ReadByte(),
        });
        reader.Table(book.Receivables, reader.Hash, () => ReadReceivable(reader));
        reader.Table(book.Orders, reader.Hash, () => ReadOrder(reader));
        reader.Table(book.Positions, reader.Hash, () => ReadPosition(reader));
        reader.Table(book.Limits, () => (reader.Party(), reader.Party()), reader.Number);
        reader.Table(book.Exposures, () => (reader.Party(), reader.Party()), reader.Number);
        return book;
    }

    private static void Write(BinaryWriter writer, OpenReceivable debt)
    {
        writer.Party(debt.Debtor);
        writer.Party(debt.Seller);
        writer.Number(debt.Face);
        writer.Number(debt.Outstanding);
        writer.Number(debt.Due);
        writer.Write(debt.Disputed);
        writer.Write(debt.EverDisputed);
        writer.Write7BitEncodedInt(debt.Notes.Count);
        foreach (var note in debt.Notes)
        {
            writer.Hash(note.Id);
            writer.Party(note.Owner);
            writer.Number(note.Amount);
        }
    }

    private static OpenReceivable ReadReceivable(BinaryReader reader)
    {
        var debt = new OpenReceivable
        {
            Debtor = reader.Party(),
            Seller = reader.Party(),
            Face = reader.Number(),
            Outstanding = reader.Number(),
            Due = reader.Number(),
            Disputed = reader.ReadBoolean(),
            EverDisputed = reader.ReadBoolean(),
        };
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--) debt.Notes.Add(new HeldNote(reader.Hash(), reader.Party(), reader.Number()));
        return debt;
    }

    private static void Write(BinaryWriter writer, OpenOrder order)
    {
        writer.Party(order.Buyer);
        writer.Party(order.Seller);
        writer.Number(order.Price);
        writer.Number(order.Matched);
        writer.Number(order.DeliverBy);
        writer.Write(order.Disputes);
        writer.Write(order.EverDisputed);
        writer.Table(order.Arrivals, writer.Hash, writer.Number);
    }

    private static OpenOrder ReadOrder(BinaryReader reader)
    {
        var order = new OpenOrder
        {
            Buyer = reader.Party(),
            Seller = reader.Party(),
            Price = reader.Number(),
            Matched = reader.Number(),
            DeliverBy = reader.Number(),
            Disputes = reader.ReadByte(),
            EverDisputed = reader.ReadBoolean(),
        };
        reader.Table(order.Arrivals, reader.Hash, reader.Number);
        return order;
    }

    private static void Write(BinaryWriter writer, OpenPosition position)
    {
        writer.Party(position.Lender);
        writer.Party(position.Borrower);
        writer.Party(position.Debtor);
        writer.Write((byte)position.Kind);
        writer.Write(position.Recourse);
        writer.Write(position.Impaired);
        writer.Write(position.Defaulted);
        writer.Write(position.Released);
        writer.Number(position.Haircut);
        writer.Party(position.Valuer);
        writer.Write(position.Value is not null);
        writer.Number(position.Value ?? 0);
        var debt = position.Debt;
        foreach (var number in (ReadOnlySpan<ulong>)[debt.Rate, debt.LateRate, debt.Basis, debt.Due, debt.Since, debt.Fee, debt.Late, debt.Interest, debt.Principal])
            writer.Number(number);
        writer.Write7BitEncodedInt(position.Collateral.Count);
        foreach (var id in position.Collateral) writer.Hash(id);
    }

    private static OpenPosition ReadPosition(BinaryReader reader)
    {
        var (lender, borrower, debtor) = (reader.Party(), reader.Party(), reader.Party());
        var (kind, recourse) = ((CollateralKind)reader.ReadByte(), reader.ReadBoolean());
        var (impaired, defaulted, released) = (reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean());
        var (haircut, valuer) = (reader.Number(), reader.Party());
        var (isValued, value) = (reader.ReadBoolean(), reader.Number());
        var debt = new LoanDebt
        {
            Rate = reader.Number(),
            LateRate = reader.Number(),
            Basis = reader.Number(),
            Due = reader.Number(),
            Since = reader.Number(),
            Fee = reader.Number(),
            Late = reader.Number(),
            Interest = reader.Number(),
            Principal = reader.Number(),
        };
        var position = new OpenPosition
        {
            Lender = lender,
            Borrower = borrower,
            Debtor = debtor,
            Kind = kind,
            Recourse = recourse,
            Impaired = impaired,
            Defaulted = defaulted,
            Released = released,
            Haircut = haircut,
            Valuer = valuer,
            Value = isValued ? value : null,
            Due = debt.Due,
            Debt = debt,
        };
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--) position.Collateral.Add(reader.Hash());
        return position;
    }
}
