using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Ledger.Indexer.Projections;
using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using LoanStatus = Ledger.Indexer.Projections.Rows.LoanStatus;

namespace Ledger.Bench.Api;

/// <summary>Receivables written straight into the projections, each with its order, hand-off, match, notes and history; one in four was split
/// and sold, one in ten is pledged, one in five is paid. The lender (party 2) is asked for offers on all of them.</summary>
internal sealed class ReceivableWorld(Database database, DeploymentManifest manifest, int count)
{
    private const int Batch = 50_000;
    private const ulong Now = 1_772_366_400;
    private const ulong Lender = 2, Facility = 3, FirstParty = 10;
    private static readonly TableShape Asks = new("captured.financing_ask", 1, Column.Blob("chain"), Column.Number("holder"), Column.Number("debtor"),
        Column.Blob("receivable"), Column.Blob("note"), Column.Number("seq"), Column.Number("amount"), Column.Number("still_open"), Column.Number("due"),
        Column.Number("until"), Column.Number("created"));

    /// <summary>Debtors and suppliers each: a few large ones have most.</summary>
    private ulong Parties { get; } = (ulong)Math.Max(50, count / 1_000);

    public static Hash32 Id(int number, string what) => Keccak256.Hash([.. BitConverter.GetBytes(number), .. System.Text.Encoding.ASCII.GetBytes(what)]);

    public async Task FillAsync()
    {
        // What goods did long ago was followed then: else the API follows all of it while checks are measured.
        await using (var following = await database.OpenAsync(Access.Captured))
            await following.ExecuteAsync("insert into captured.custody_follow (chain, block, log_index) values (@chain, @last, 0)", new { chain = DeploymentKey.Of(manifest).ToArray(), last = long.MaxValue });
        await using (var connection = await database.OpenAsync(Access.Projection))
        {
            await StartAsync(connection);
            var indexes = await SecondaryIndexes.DropAsync(connection);
            await InsertAsync(connection, PartyRows());
            foreach (var (key, rows) in RowsByKey())
                foreach (var numbers in Sorted(key).Chunk(Batch)) await InsertAsync(connection, rows(numbers));
            foreach (var index in indexes) await connection.ExecuteAsync(index, commandTimeout: 600);
            await connection.ExecuteAsync(database.Dialect == Dialect.PostgreSql ? "vacuum (analyze)" : "pragma projection.analysis_limit = 1000; analyze projection", commandTimeout: 3600);
        }
        await using var captured = await database.OpenAsync(Access.Captured);
        foreach (var numbers in Sorted("debt").Chunk(Batch)) await InsertAsync(captured, [(Asks, numbers.Select(AskOf))]);
        if (database.Dialect == Dialect.PostgreSql) await captured.ExecuteAsync("analyze captured.financing_ask");
    }

    /// <summary>All numbers in the order of a key, so that tables grow at their end; in their own order without one.</summary>
    private IEnumerable<int> Sorted(string? key)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        if (key is not null) Array.Sort(Array.ConvertAll(numbers, number => BinaryPrimitives.ReadUInt64BigEndian(Id(number, key).Span)), numbers);
        return numbers;
    }

    private async Task StartAsync(DbConnection connection) => await connection.ExecuteAsync(
        """
        insert into projection.chain (id, chain_id, genesis, registry, goods, anchors, cash, receivables, orders, facility, deployment_block, block, block_hash, block_time, finalized)
        values (1, @ChainId, @GenesisHash, @Registry, @Goods, @Anchors, @Cash, @Receivables, @Orders, @Facility, 1, 9999999, @GenesisHash, @Now, 9999999)
        """,
        new { manifest.ChainId, manifest.GenesisHash, manifest.Registry, manifest.Goods, manifest.Anchors, manifest.Cash, manifest.Receivables, manifest.Orders, manifest.Facility, Now = (long)Now });

    private static async Task InsertAsync(DbConnection connection, IEnumerable<(TableShape Table, IEnumerable<object?[]> Rows)> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var writer = BulkWriter.On(connection);
        foreach (var (table, values) in rows) await writer.InsertAsync(table, [.. values], default);
        (writer as IDisposable)?.Dispose();
        await transaction.CommitAsync();
    }

    private ulong DebtorOf(int number)
    {
        // Cubed, so that the largest have a hundred times what most have.
        var place = number * 7_919L % 100_003 / 100_003.0;
        return FirstParty + (ulong)(place * place * place * (Parties - 1));
    }

    private ulong SellerOf(int number) => FirstParty + Parties + 10 + (ulong)(number * 17L % (long)Parties);

    private static bool IsSplit(int number) => number % 4 == 0;

    private static bool IsPledged(int number) => number % 10 == 3;

    private static bool IsPaid(int number) => number % 5 == 1;

    private static EventPosition At(int number, int log) => new((ulong)(10 + number), default, (ulong)log, Now - 5_000_000 + (ulong)(number % 4_000_000), Id(number, "tx"));

    private static ulong DueOf(int number) => Now - 400_000 + (ulong)(number * 13L % 8_000_000);

    private static ulong FaceOf(int number) => 10_000 + (ulong)(number % 90_000);

    /// <summary>The rows of numbers, table by table, with the id that each table is ordered by.</summary>
    private IEnumerable<(string? Key, Func<int[], IEnumerable<(TableShape, IEnumerable<object?[]>)>> Rows)> RowsByKey() =>
    [
        (null, numbers => [(HandOffRow.Shape, numbers.Select(number => new HandOffRow(At(number, 1), SellerOf(number), DebtorOf(number), Id(number, "delivery"), Id(number, "unit").ToArray()).ToValues()))]),
        ("unit", numbers =>
        [
            (UnitRow.Shape, numbers.Select(number => UnitRow.New(Id(number, "unit"), null, DebtorOf(number), 1, SellerOf(number), At(number, 1)).ToValues())),
            (CustodyRow.Shape, numbers.Select(number => new CustodyRow(Id(number, "unit"), At(number, 1), CustodyKind.HandedOff, SellerOf(number), DebtorOf(number), Id(number, "delivery")).ToValues())),
        ]),
        ("order", numbers =>
        [
            (OrderRow.Shape, numbers.Select(number => Order(number).ToValues())),
            (OrderDeliveryRow.Shape, numbers.Select(number => new OrderDeliveryRow(Id(number, "order"), At(number, 2), Id(number, "delivery"), DeliveryKind.HandedOver, Id(number, "unit").ToArray(), null).ToValues())),
            (OrderMatchRow.Shape, numbers.Select(number => new OrderMatchRow(Id(number, "order"), At(number, 3), Id(number, "delivery"), 0, 10, FaceOf(number), FaceOf(number), FaceOf(number)).ToValues())),
        ]),
        ("debt", numbers =>
        [
            (ReceivableRow.Shape, numbers.Select(number => Receivable(number).ToValues())),
            (ReceivableNoteRow.Shape, numbers.SelectMany(Notes).Select(note => note.ToValues())),
            (ReceivableEntryRow.Shape, numbers.SelectMany(Entries).Select(entry => entry.ToValues())),
            (CollateralRow.Shape, numbers.Where(IsPledged).Select(number => Collateral(number).ToValues())),
        ]),
        ("loan", numbers => [(PositionRow.Shape, numbers.Where(IsPledged).Select(number => Position(number).ToValues()))]),
    ];

    private static CollateralRow Collateral(int number) => new()
    {
        Id = Keccak256.Hash([.. Id(number, "debt").Span, .. Id(number, "debt").Span]),
        Position = Id(number, "loan"),
        Item = Id(number, "debt"),
        Note = Id(number, "debt"),
        Amount = FaceOf(number),
        Held = true,
        At = At(number, 9),
    };

    private OrderRow Order(int number) => new()
    {
        Id = Id(number, "order"),
        Terms = new OrderTerms(new PartyId(DebtorOf(number)), new PartyId(SellerOf(number)), FaceOf(number), 10, 86_400, Now, default, default, 0, 0, Id(number, "terms"), [], [], [], 1, 1, Now),
        Beneficiary = SellerOf(number),
        Matched = FaceOf(number),
        Paid = FaceOf(number),
        Seq = 1,
        Closed = true,
        At = At(number, 0),
    };

    private ReceivableRow Receivable(int number) => new()
    {
        Id = Id(number, "debt"),
        Debtor = DebtorOf(number),
        Seller = SellerOf(number),
        Face = FaceOf(number),
        Due = DueOf(number),
        Nullifier = Id(number, "nullifier"),
        Document = Id(number, "delivery"),
        Order = Id(number, "order"),
        Owed = FaceOf(number),
        Paid = IsPaid(number) ? FaceOf(number) : 0,
        Pot = IsPaid(number) ? FaceOf(number) : 0,
        Seq = 1,
        Outstanding = IsPaid(number) ? 0 : FaceOf(number),
        Notes = IsSplit(number) ? 2UL : 1,
        Sales = IsSplit(number) ? 1UL : 0,
        Pledges = IsPledged(number) ? 1UL : 0,
        At = At(number, 4),
    };

    private IEnumerable<ReceivableNoteRow> Notes(int number)
    {
        var (debtor, half) = (DebtorOf(number), FaceOf(number) / 2);
        yield return Note(number, "debt", IsPledged(number) ? Facility : SellerOf(number), FaceOf(number) - (IsSplit(number) ? half : 0), debtor, null);
        if (IsSplit(number)) yield return Note(number, "part", FirstParty + (ulong)number % Parties, half, debtor, Id(number, "debt"));
    }

    private static ReceivableNoteRow Note(int number, string what, ulong owner, ulong amount, ulong debtor, Hash32? parent) => new()
    {
        Id = Id(number, what),
        Receivable = Id(number, "debt"),
        Debtor = debtor,
        Due = DueOf(number),
        Owner = owner,
        Original = amount,
        Amount = amount,
        Seq = 1,
        Parent = parent,
        Depth = parent is null ? 0UL : 1,
        At = At(number, parent is null ? 4 : 6),
    };

    private IEnumerable<ReceivableEntryRow> Entries(int number)
    {
        var (id, face) = (Id(number, "debt"), FaceOf(number));
        yield return new ReceivableEntryRow(id, At(number, 4), ReceivableEntryKind.Issued, face, face) { From = DebtorOf(number), To = SellerOf(number), Note = id };
        if (!IsSplit(number)) yield break;
        yield return new ReceivableEntryRow(id, At(number, 6), ReceivableEntryKind.Split, face / 2, face) { Note = id, Other = Id(number, "part"), From = SellerOf(number), To = FirstParty };
        yield return new ReceivableEntryRow(id, At(number, 7), ReceivableEntryKind.Sold, face / 2, face) { Note = id, Other = Id(number, "part"), From = SellerOf(number), To = FirstParty, Price = face / 3 };
    }

    private PositionRow Position(int number) => new()
    {
        Id = Id(number, "loan"),
        Loan = new Loan(FaceOf(number) / 2, new PartyId(FirstParty), new PartyId(SellerOf(number)), new PartyId(DebtorOf(number)), 0, 800, 400, 360, DueOf(number), 0,
            CollateralKind.Note, Id(number, "debt"), new NoteId(Id(number, "debt")), 1, FaceOf(number), true, new PartyId(SellerOf(number)), default, 0, 0, 1, 1, Now),
        Status = LoanStatus.Open,
        Seq = 1,
        Owed = new LoanParts(0, 0, 0, FaceOf(number) / 2, 0),
        Since = At(number, 8).Time,
        At = At(number, 8),
    };

    private IEnumerable<(TableShape, IEnumerable<object?[]>)> PartyRows()
    {
        var parties = Enumerable.Range((int)FirstParty, (int)Parties * 2 + 20).Select(number => (ulong)number).ToList();
        yield return (PartyRow.Shape, parties.Select(id => new PartyRow
        {
            Id = id,
            Key = new Address(Id((int)id, "key").Span[12..]),
            Roles = 2,
            Epoch = 1,
            Status = 1,
            AdmittedBy = 1,
            Block = 1,
            LogIndex = id,
            Time = 1,
        }.ToValues()));
        yield return (PartyRecordRow.Shape, parties.Select(id => new PartyRecordRow { Party = id, Issued = 1_000, IssuedAmount = 50_000_000, Settled = 900, SettledLate = 9, DaysLate = 30, Given = 1_000, GivenSettled = 900 }.ToValues()));
        yield return (CreditLineRow.Shape, parties.Take((int)Parties).Select(debtor => new CreditLineRow { Lender = Lender, Debtor = debtor, Limit = 10_000_000, Exposure = 1_000_000, Seq = 1 }.ToValues()));
    }

    private object?[] AskOf(int number) =>
    [
        DeploymentKey.Of(manifest).ToArray(), (long)SellerOf(number), (long)DebtorOf(number), Id(number, "debt").ToArray(), Id(number, "debt").ToArray(), 1L,
        (long)FaceOf(number), (long)FaceOf(number), (long)DueOf(number), (long)Now + 1_000_000_000, (long)Now,
    ];
}
