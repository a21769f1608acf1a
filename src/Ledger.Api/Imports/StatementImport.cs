using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

namespace Ledger.Api.Imports;

/// <summary>Imports what a bank says of its account: reads the file once to see that it adds up, and a second time, in one transaction, to
/// take what is new. Each of the bank's references counts once, in whichever file it comes.</summary>
internal sealed class StatementImport(Database database, CurrentDeployment deployment, ImportRuns runs, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Kind of an import of statements in <c>captured.file_import</c>.</summary>
    public const int Kind = 2;

    /// <summary>Takes a file.</summary>
    /// <exception cref="LedgerException"><c>statement-unbalanced</c>, <c>statement-repeated</c>, <c>reference-replayed</c>, <c>currency-mismatch</c>, <c>import-running</c>, or what is wrong
    /// with the file.</exception>
    public async Task<StatementReport> RunAsync(Caller bank, SpooledBody body, bool isPreview, CancellationToken cancellationToken)
    {
        var file = new Hash32(body.Hash);
        var run = runs.Start(bank.Party, file, body.Content.Length)
            ?? throw new LedgerException("import-running", "This file is being imported already.", $"GET /imports/{file} says how far it is.");
        try
        {
            var tally = new StatementTally();
            foreach (var (statement, movements) in Read(body.Content, run, cancellationToken)) tally.Count(statement, movements);
            run.Begin("storing");
            await using var connection = await database.OpenAsync(isPreview ? Access.Read : Access.Captured, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            using var store = new MovementStore(connection, bank.Party, file, now, isPreview);
            foreach (var (statement, movements) in Read(body.Content, run, cancellationToken)) await store.TakeAsync(statement, movements, tally, cancellationToken);
            if (isPreview) return tally.ToReport(file, isPreview: true);
            await InvoiceStore.MarkAsync(connection, bank.Party, file, Kind, now, tally.Movements, tally.New);
            await transaction.CommitAsync(cancellationToken);
            return tally.ToReport(file, isPreview: false);
        }
        finally
        {
            runs.End(bank.Party, file);
        }
    }

    /// <summary>The movements in the order of the file, some hundred at a time; a statement without any comes once.</summary>
    private IEnumerable<(BankStatement Statement, IReadOnlyList<BankMovement> Movements)> Read(Stream content, ImportRun run, CancellationToken cancellationToken)
    {
        content.Position = 0;
        using var camt = new CamtReader(content);
        var rows = 0L;
        while (camt.ReadStatement() is { } statement)
        {
            var currency = deployment.Manifest.Currency.Code.ToString();
            if (statement.Currency != currency)
                throw new InvalidFileException("currency-mismatch", $"The account of the statement '{statement.Id}' is in {statement.Currency}, the ledger's cash is {currency}.");
            var batch = new List<BankMovement>(Batch);
            while (camt.ReadEntry() is { } entry)
            {
                batch.AddRange(entry);
                if (batch.Count < Batch) continue;
                cancellationToken.ThrowIfCancellationRequested();
                run.Reach(content.Position, rows += batch.Count);
                yield return (statement, batch);
                batch = new List<BankMovement>(Batch);
            }
            yield return (statement, batch);
        }
    }
}
