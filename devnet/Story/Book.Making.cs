using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <content>Acts that change what goods are, or what they are in.</content>
internal sealed partial class Book
{
    /// <summary>Packs units that the packer holds into another one that it holds.</summary>
    public void Pack(CastMember by, Holding parent, IReadOnlyList<Holding> children)
    {
        foreach (var batch in children.Chunk(Intent.MaxBatch))
        {
            Add(StepKind.Pack, $"{by} packs {Label.Of(batch)} into {parent}",
                new Packing(by.Id, parent.Id, parent.Seq, Ids(batch), Seqs(batch), Document, by.Epoch, deadline), Touched([parent, .. batch]));
            parent.Seq++;
            foreach (var child in batch)
            {
                child.Seq++;
                child.PutInto(parent);
            }
        }
    }

    /// <summary>Takes units out of the one they are packed in, which is itself taken out of any other first.</summary>
    public void Unpack(Holding parent, IReadOnlyList<Holding> children)
    {
        if (parent.Parent is { } outer) Unpack(outer, [parent]);
        var by = parent.Custodian;
        foreach (var batch in children.Chunk(Intent.MaxBatch))
        {
            Add(StepKind.Unpack, $"{by} takes {Label.Of(batch)} out of {parent}",
                new Unpacking(by.Id, parent.Id, parent.Seq, Ids(batch), Document, by.Epoch, deadline), Touched([parent, .. batch]));
            parent.Seq++;
            foreach (var child in batch)
            {
                child.Seq++;
                child.TakeOut();
            }
        }
    }

    /// <summary>Divides a quantity and gives the part.</summary>
    public Holding Split(Holding unit, ulong amount)
    {
        var by = unit.Custodian;
        var part = new Holding(unit.Id.Part(unit.Seq), unit.Identity, unit.Label, unit.Lot, amount, by);
        Add(StepKind.Split, $"{by} divides {Label.Of([unit])}: {unit.Lot?.Size.Show(amount) ?? $"{amount}"} apart",
            new Split(by.Id, unit.Id, unit.Seq, amount, by.Epoch, deadline), Touched([unit, part]));
        unit.Seq++;
        unit.Amount -= amount;
        holdings.Add(part);
        return part;
    }

    /// <summary>Uses up units, wholly, and issues new lots and units of no lot. The maker must own what it uses: see <see cref="OwnTitle"/>.</summary>
    /// <param name="newLots">Lots that come out, by identity.</param>
    /// <param name="outputs">Identities of units of no lot that come out.</param>
    public void Transform(CastMember by, IReadOnlyList<Holding> inputs, IReadOnlyList<(string Identity, LotSize Size)> newLots, IReadOnlyList<string> outputs)
    {
        var owned = inputs.Where(input => input.Lot is not null).GroupBy(input => input.Lot!)
            .ToDictionary(lot => lot.Key, lot => OwnTitle(by, lot.Key, (ulong)lot.Sum(input => (decimal)input.Amount)));
        var titles = inputs.Select(input => input.Lot is null ? null : owned[input.Lot]).ToList();
        var made = newLots.Select(lot => new LotRecord(LotId.Of(lot.Identity), lot.Identity, labels.Of(lot.Identity), by, lot.Size)).ToList();
        var units = outputs.Select(identity => new Holding(UnitId.Of(identity), identity, labels.Of(identity), null, 1, by)).ToList();
        var result = made.Select(lot => lot.ToString()).Concat(units.Select(unit => unit.ToString())).ToList();
        Add(StepKind.Transform, result.Count == 0 ? $"{by} uses up {Label.Of(inputs)}" : $"{by} makes {string.Join(", ", result.Take(3))} from {Label.Of(inputs)}",
            new Transformation(by.Id, Ids(inputs), Seqs(inputs), [.. inputs.Select(input => input.Amount)], [.. titles.Select(title => title?.Id ?? default)],
                [.. made.Select(lot => lot.Id)], [.. made.Select(lot => lot.Size.Quantity)], [.. made.Select(lot => new UnitOfMeasure(lot.Size.Uom))],
                [.. made.Select(lot => lot.Size.Decimals)], [.. units.Select(unit => unit.Id)], Document, by.Epoch, deadline),
            [.. Touched(inputs), .. Touched(units), .. made.Select(lot => lot.Id.Value), .. owned.Values.Select(title => title.Id.Value)]);
        foreach (var (input, title) in inputs.Zip(titles))
        {
            if (title is not null)
            {
                title.Amount -= input.Amount;
                title.Seq++;
            }
            input.Amount = 0;
            input.Seq++;
        }
        foreach (var lot in made) lots[lot.Identity] = lot;
        holdings.AddRange(units);
    }

    /// <summary>Sells a quantity of a lot, if one of the seller's notes covers it; of anyone's but the buyer's where no seller is named.</summary>
    public void Sell(LotRecord lot, CastMember? seller, CastMember buyer, ulong amount)
    {
        if (seller == buyer) return;
        var note = lot.Titles.Find(note => note.Amount >= amount && (seller is null ? note.Owner != buyer : note.Owner == seller));
        if (note is not null) MoveTitle(lot, note, buyer, amount);
    }

    /// <summary>A note of the lot, owned by the party and of at least the amount; what others own is sold to it first.</summary>
    private TitleNote OwnTitle(CastMember by, LotRecord lot, ulong amount)
    {
        var own = lot.Titles.Find(note => note.Owner == by && note.Amount >= amount);
        var sold = lot.Titles.Find(note => note.Owner != by && note.Amount >= amount);
        return own ?? MoveTitle(lot, sold ?? throw new InvalidOperationException($"The title of {lot} is in parts too small for {amount}."), by, amount);
    }

    private TitleNote MoveTitle(LotRecord lot, TitleNote note, CastMember to, ulong amount)
    {
        var whole = note.Amount == amount;
        var moved = whole ? note : new TitleNote(note.Id.Part(note.Seq), to, amount);
        Add(StepKind.Title, $"{note.Owner} sells {lot.Size.Show(amount)} of {lot} to {to}",
            new TitleMove(note.Owner.Id, to.Id, note.Id, note.Seq, amount, note.Owner.Epoch, Document, deadline), TouchedTitles(note, moved));
        note.Seq++;
        if (whole)
        {
            note.Owner = to;
            return note;
        }
        note.Amount -= amount;
        lot.Titles.Add(moved);
        return moved;
    }

    private static Hash32[] TouchedTitles(TitleNote note, TitleNote moved) => [.. new[] { note.Id.Value, moved.Id.Value }.Distinct()];
}
