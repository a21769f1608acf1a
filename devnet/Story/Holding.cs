using Ledger.Sdk.Custody;

namespace Ledger.Devnet.Story;

/// <summary>A unit as the story's bookkeeping knows it: what the chain will hold once the planned steps are done.</summary>
internal sealed class Holding(UnitId id, string identity, Label label, LotRecord? lot, ulong amount, CastMember holder)
{
    private CastMember holder = holder;

    /// <summary>The unit's id on chain.</summary>
    public UnitId Id { get; } = id;

    /// <summary>Its GS1 Digital Link URI; that of the class for a quantity.</summary>
    public string Identity { get; } = identity;

    /// <summary>What people call it.</summary>
    public Label Label { get; } = label;

    /// <summary>The lot it belongs to; null for pallets and assets.</summary>
    public LotRecord? Lot { get; } = lot;

    /// <summary>In the lot's unit of measure times 10 to the power of its decimals; 0 once consumed.</summary>
    public ulong Amount { get; set; } = amount;

    /// <summary>The sequence number that the next intent must name.</summary>
    public uint Seq { get; set; } = 1;

    /// <summary>What it is packed in.</summary>
    public Holding? Parent { get; private set; }

    /// <summary>What is packed directly in it.</summary>
    public List<Holding> Contents { get; } = [];

    /// <summary>How many parties have held it so far, one after the other.</summary>
    public int Hands { get; private set; } = 1;

    /// <summary>Who holds it: the holder of the outermost unit it is packed in.</summary>
    public CastMember Custodian => Top.holder;

    /// <summary>The outermost unit it is packed in, or itself.</summary>
    public Holding Top => Parent?.Top ?? this;

    /// <summary>Itself and everything packed in it, at any depth.</summary>
    public IEnumerable<Holding> All => Contents.SelectMany(child => child.All).Prepend(this);

    /// <summary>Whether it still exists.</summary>
    public bool Lives => Amount > 0;

    /// <summary>Moves it, with all that is packed in it.</summary>
    public void MoveTo(CastMember to)
    {
        holder = to;
        CountHand();
    }

    /// <summary>Packs it.</summary>
    public void PutInto(Holding parent)
    {
        Parent = parent;
        parent.Contents.Add(this);
    }

    /// <summary>Takes it out: it is held by whoever holds what it was in.</summary>
    public void TakeOut()
    {
        holder = Custodian;
        Parent!.Contents.Remove(this);
        Parent = null;
    }

    /// <summary>What people call it.</summary>
    public override string ToString() => Label.Name;

    private void CountHand()
    {
        Hands++;
        foreach (var child in Contents) child.CountHand();
    }
}

/// <summary>A lot: its issuer, and who owns how much of it.</summary>
internal sealed class LotRecord(LotId id, string identity, Label label, CastMember issuer, LotSize size)
{
    /// <summary>The lot's id on chain.</summary>
    public LotId Id { get; } = id;

    /// <summary>Its GS1 Digital Link URI.</summary>
    public string Identity { get; } = identity;

    /// <summary>Who registered it.</summary>
    public CastMember Issuer { get; } = issuer;

    /// <summary>How its amounts are counted.</summary>
    public LotSize Size { get; } = size;

    /// <summary>What is not yet in units.</summary>
    public ulong Remaining { get; set; } = size.Quantity;

    /// <summary>Whether it was called back.</summary>
    public bool Recalled { get; set; }

    /// <summary>The title notes, the issuer's first one at the start.</summary>
    public List<TitleNote> Titles { get; } = [new TitleNote(NoteId.RootOf(id), issuer, size.Quantity)];

    /// <summary>What people call it.</summary>
    public override string ToString() => label.Name;
}

/// <summary>A quantity of a lot that one party owns.</summary>
internal sealed class TitleNote(NoteId id, CastMember owner, ulong amount)
{
    /// <summary>The note's id on chain.</summary>
    public NoteId Id { get; } = id;

    /// <summary>Who owns it.</summary>
    public CastMember Owner { get; set; } = owner;

    /// <summary>How much.</summary>
    public ulong Amount { get; set; } = amount;

    /// <summary>The sequence number that the next intent must name.</summary>
    public uint Seq { get; set; } = 1;
}

/// <summary>How much a lot holds and how that is counted.</summary>
/// <param name="Quantity">In <paramref name="Uom"/> times 10 to the power of <paramref name="Decimals"/>.</param>
internal sealed record LotSize(ulong Quantity, string Uom, byte Decimals)
{
    /// <summary>An amount of a document as an integer of this lot; what is finer than the lot's decimals is cut off.</summary>
    public ulong Amount(decimal amount) => (ulong)(amount * Scale);

    /// <summary>An integer of this lot as people write it.</summary>
    public string Show(ulong amount)
    {
        var text = (amount / Scale).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
        return Uom.Length == 0 ? $"{text} pieces" : $"{text} {Uom}";
    }

    private decimal Scale
    {
        get
        {
            var scale = 1m;
            for (var i = 0; i < Decimals; i++) scale *= 10;
            return scale;
        }
    }
}
