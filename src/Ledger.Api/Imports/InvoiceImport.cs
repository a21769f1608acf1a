using System.Data.Common;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>Imports a file of approved invoices: reads it once to judge every row, and a second time to store them. What is in memory does
/// not grow with the file.</summary>
internal sealed class InvoiceImport(Database database, CurrentDeployment deployment, CreditNoteImport creditNotes, TenorCap cap, ImportRuns runs, TimeProvider time)
{
    /// <summary>Looks at a file, and stores it unless it is a preview.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="body">The file.</param>
    /// <param name="isXml">UBL rather than CSV.</param>
    /// <param name="isPreview">Nothing is stored.</param>
    /// <param name="proceed">The right rows are stored where others are refused.</param>
    /// <param name="cancellationToken">Stops it; then nothing is stored.</param>
    /// <exception cref="LedgerException"><c>import-running</c>, <c>duplicate-invoice</c>, <c>not-indexed-yet</c>, or what is wrong with the file.</exception>
    public async Task<ImportReport> RunAsync(Caller caller, SpooledBody body, bool isXml, bool isPreview, bool proceed, CancellationToken cancellationToken)
    {
        var id = new Hash32(body.Hash);
        var run = runs.Start(caller.Party, id, body.Content.Length)
            ?? throw new LedgerException("import-running", "This file is being imported already.", $"GET /imports/{id} says how far it is.");
        try
        {
            await using var reading = await database.OpenAsync(cancellationToken: cancellationToken);
            // A table that an import has just filled has no statistics yet, so that PostgreSQL would read it whole for every batch.
            await using var setting = database.Dialect == Dialect.PostgreSql ? await reading.BeginTransactionAsync(cancellationToken) : null;
            if (setting is not null) await reading.ExecuteAsync("set local enable_seqscan = off");
            var asOf = await Head.RequireAsync(reading);
            var terms = new InvoiceTerms(asOf.Time, await cap.LatestDueAsync(asOf.Time, cancellationToken), deployment.Manifest.Currency.Code.ToString());
            if (isXml && UblReader.Read(body.Content, terms).Document is { Kind: UblKind.CreditNote } note)
                return await creditNotes.RunAsync(reading, caller, id, note, isPreview, asOf, cancellationToken);
            var file = new InvoiceFile(body.Content, isXml);
            var tally = new ImportTally();
            await ForEachAsync(reading, caller.Party, file, terms, run, areNew: false, judged =>
            {
                foreach (var row in judged) tally.Count(row);
                return Task.CompletedTask;
            }, cancellationToken);
            var isStored = !isPreview && tally.Accepted > 0 && (proceed || tally.Refused == 0);
            if (isStored) await StoreAsync(reading, caller.Party, id, file, terms, run, tally, cancellationToken);
            return tally.ToReport(id, isPreview, isStored ? tally.Accepted : 0, file.IgnoredColumns, asOf);
        }
        finally
        {
            runs.End(caller.Party, id);
        }
    }

    private async Task StoreAsync(DbConnection reading, PartyId party, Hash32 id, InvoiceFile file, InvoiceTerms terms, ImportRun run, ImportTally tally, CancellationToken cancellationToken)
    {
        run.Begin("storing");
        var stored = 0L;
        try
        {
            await using var import = await StagedImport.BeginAsync(database, time, party, id, cancellationToken);
            await ForEachAsync(reading, party, file, terms, run, areNew: tally.Refused == 0, async judged =>
            {
                stored += judged.Count(row => row.Invoice is not null);
                await import.AddAsync(judged, cancellationToken);
            }, cancellationToken);
            // Another import has taken some of them since they were judged: then none of these is stored.
            if (stored != tally.Accepted) throw StagedImport.Overtaken(null);
            await import.PublishAsync(tally.Rows, stored, cancellationToken);
        }
        catch (DbException error) when (IsTaken(error))
        {
            throw StagedImport.Overtaken(error);
        }
    }

    private static async Task ForEachAsync(
        DbConnection reading, PartyId party, InvoiceFile file, InvoiceTerms terms, ImportRun run, bool areNew, Func<IReadOnlyList<JudgedRow>, Task> act, CancellationToken cancellationToken)
    {
        using var judge = new InvoiceJudge(reading, party, areNew);
        foreach (var rows in file.Read(terms, run, new PartyBook(reading)).Chunk(InvoiceJudge.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await act(await judge.JudgeAsync(rows));
        }
    }

    private static bool IsTaken(DbException error) => error is Npgsql.PostgresException { SqlState: "23505" } or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 };
}
