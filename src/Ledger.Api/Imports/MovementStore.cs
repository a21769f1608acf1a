using System.Data.Common;
using System.Globalization;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>Takes movements that are new, within the connection's transaction; refuses those that contradict what is here.</summary>
internal sealed class MovementStore(DbConnection connection, PartyId bank, Hash32 file, long now, bool isPreview) : IDisposable
{
    private static readonly TableShape Shape = new(
        "captured.bank_movement", 1, Column.Number("bank"), Column.Text("account"), Column.Text("reference"), Column.Text("statement"), Column.Number("amount"), Column.Text("currency"), Column.Number("credit"),
        Column.Number("reversal"), Column.Number("booked"), Column.Text("end_to_end"), Column.Text("name"), Column.Text("counter_account"), Column.Text("remittance"), Column.Number("state"),
        Column.Number("party"), Column.Text("payout"), Column.Text("why"), Column.Blob("bank_ref"), Column.Number("created"));

    private readonly MovementMatcher matcher = new(connection, bank);
    private readonly IBulkWriter writer = BulkWriter.On(connection);
    private readonly HashSet<string> heads = new(StringComparer.Ordinal);
    // Of a preview, which stores nothing: what its own file has brought.
    private readonly Dictionary<string, Known> previewed = new(StringComparer.Ordinal);

    /// <summary>Takes some of a statement's movements.</summary>
    /// <exception cref="LedgerException"><c>reference-replayed</c>, <c>statement-repeated</c>.</exception>
    public async Task TakeAsync(BankStatement statement, IReadOnlyList<BankMovement> movements, StatementTally tally, CancellationToken cancellationToken)
    {
        if (heads.Add(statement.Id)) await TakeHeadAsync(statement);
        var references = movements.Where(movement => movement.IsBooked && movement.Reference is not null).Select(ReferenceOf).Distinct().ToArray();
        var known = references.Length == 0 ? [] : (await connection.QueryAsync<Known>(
            $"select reference, amount, credit, statement from captured.bank_movement where bank = @bank and account = @Account and reference {connection.IsIn("references")}",
            new { bank = (long)bank.Value, statement.Account, references })).ToDictionary(row => row.Reference, StringComparer.Ordinal);
        var rows = new List<object?[]>();
        foreach (var movement in movements.Where(movement => movement.IsBooked))
        {
            if (movement.Reference is null)
            {
                tally.Unmatch(statement, movement, "The bank gave it no reference (AcctSvcrRef): nothing may be done because of it.");
                continue;
            }
            var reference = ReferenceOf(movement);
            if (known.TryGetValue(reference, out var earlier) || previewed.TryGetValue($"{statement.Account} {reference}", out earlier))
            {
                RefuseReplay(movement, earlier, statement);
                continue;
            }
            var match = await matcher.MatchAsync(movement);
            tally.Take(statement, movement, match);
            var taken = new Known { Reference = reference, Amount = movement.Amount, Credit = movement.IsCredit ? 1 : 0, Statement = statement.Id };
            known.Add(reference, taken);
            if (isPreview) previewed[$"{statement.Account} {reference}"] = taken;
            else rows.Add(await TakeAsync(statement, movement, reference, match));
        }
        if (rows.Count > 0) await writer.InsertAsync(Shape, rows, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => (writer as IDisposable)?.Dispose();

    // A reversal may carry the reference of what it reverses.
    private static string ReferenceOf(BankMovement movement) => movement.IsReversal ? $"reversal {movement.Reference}" : movement.Reference!;

    private async Task<object?[]> TakeAsync(BankStatement statement, BankMovement movement, string reference, MovementMatch match)
    {
        if (match.Payout is { } payout) await connection.ExecuteAsync("update captured.payout set paid = @now where id = @payout and paid is null", new { now, payout });
        return
        [
            (long)bank.Value, statement.Account, reference, statement.Id, unchecked((long)movement.Amount), statement.Currency, movement.IsCredit ? 1L : 0L, movement.IsReversal ? 1L : 0L,
            movement.Booked is { } day ? day.DayNumber - (long)DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber : null, movement.EndToEndId, movement.CounterpartyName, movement.CounterpartyAccount,
            movement.Remittance, (long)match.State, match.Party is { } party ? (long)party.Value : null, match.Payout, match.Why, BankReference.Of(statement.Account, reference).ToArray(), now,
        ];
    }

    private static void RefuseReplay(BankMovement movement, Known earlier, BankStatement statement)
    {
        if (earlier.Amount == movement.Amount && earlier.Credit == (movement.IsCredit ? 1 : 0)) return;
        static string Show(ulong amount, bool isCredit) => string.Create(CultureInfo.InvariantCulture, $"{(isCredit ? "a credit" : "a debit")} of {amount} minor units");
        throw new LedgerException(
            "reference-replayed",
            $"The bank's reference '{earlier.Reference}' is {Show(movement.Amount, movement.IsCredit)} in entry {movement.Number} of '{statement.Id}', and was {Show(earlier.Amount, earlier.Credit == 1)} in '{earlier.Statement}'.",
            "Nothing of the file was taken. A reference means one movement for good: ask the bank.");
    }

    private async Task TakeHeadAsync(BankStatement statement)
    {
        var (opening, closing) = (statement.Opening?.ToString(CultureInfo.InvariantCulture), statement.Closing?.ToString(CultureInfo.InvariantCulture));
        var values = new { bank = (long)bank.Value, statement.Account, kind = (long)statement.Kind, statement.Id, opening, closing, file, now };
        var earlier = await connection.QuerySingleOrDefaultAsync<(string? Opening, string? Closing)?>(
            "select opening, closing from captured.bank_statement where bank = @bank and account = @Account and kind = @kind and statement = @Id", values);
        if (earlier is { } found && found != (opening, closing))
            throw new LedgerException(
                "statement-repeated", $"The statement '{statement.Id}' of this account went from {found.Opening} to {found.Closing} minor units before, and goes from {opening} to {closing} now.",
                "Nothing of the file was taken. An id means one statement for good: ask the bank.");
        if (earlier is null && !isPreview)
            await connection.ExecuteAsync("""
                insert into captured.bank_statement (bank, account, kind, statement, opening, closing, file, created) values (@bank, @Account, @kind, @Id, @opening, @closing, @file, @now)
                """, values);
    }

    private sealed record Known
    {
        public string Reference { get; init; } = "";
        public ulong Amount { get; init; }
        public long Credit { get; init; }
        public string Statement { get; init; } = "";
    }
}
