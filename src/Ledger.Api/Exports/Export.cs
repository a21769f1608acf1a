using System.Data;
using System.Data.Common;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Exports;

/// <summary>Answers an export: one snapshot of the projections, sent while it is read.</summary>
internal sealed class Export(Database database, CurrentDeployment deployment)
{
    /// <summary>What an export is made of.</summary>
    /// <param name="Connection">In the snapshot's transaction.</param>
    /// <param name="Request">What was asked for.</param>
    /// <param name="AsOf">The block of the snapshot.</param>
    internal sealed record Source(DbConnection Connection, ExportRequest Request, AsOf AsOf)
    {
        /// <summary>The party's number as a parameter.</summary>
        public long Party => (long)Request.Party.Value;

        /// <summary>The parameters that all queries take.</summary>
        public object Parameters => new { party = Party, account = CashAccount.Of(Request.Party), from = (long)Request.From, to = (long)Request.To };
    }

    /// <summary>Sends it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="columns">Names of the columns, in the order in which rows have them.</param>
    /// <param name="head">What is said once; may be nothing.</param>
    /// <param name="rows">Writes the rows.</param>
    public async Task SendAsync(
        HttpContext context, Caller caller, string name, IReadOnlyList<string> columns, Func<Source, Task<IReadOnlyList<KeyValuePair<string, object?>>>> head, Func<Source, ExportSink, Task> rows)
    {
        var request = ExportRequest.Read(context.Request, caller);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, context.RequestAborted);
        var source = new Source(connection, request, await Head.RequireAsync(connection));
        var currency = deployment.Manifest.Currency;
        List<KeyValuePair<string, object?>> once = [new("asOf", source.AsOf), new("party", request.Party), new("currency", currency.Code.ToString()), .. await head(source)];
        context.Response.ContentType = request.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (request.IsCsv) context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{request.Party}.csv\"";
        ExportSink sink = request.IsCsv ? new CsvSink(context.Response.BodyWriter, columns, currency.Decimals) : new JsonSink(context.Response.BodyWriter, once);
        await rows(source, sink);
        await sink.CompleteAsync();
    }

    /// <summary>What an account is called: a party by its number, a contract by its address, nothing outside of the ledger.</summary>
    public static string? AccountName(byte[] account) =>
        new Address(account) is var address && address == Address.Zero ? null : CashAccount.PartyOf(address)?.ToString() ?? address.ToString();
}
