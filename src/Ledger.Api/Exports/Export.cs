using System.Data;
using System.Data.Common;
using Dapper;
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
    /// <param name="Party">Whose.</param>
    /// <param name="Request">What was asked for.</param>
    /// <param name="AsOf">The block of the snapshot.</param>
    internal sealed record Source(DbConnection Connection, PartyId Party, ExportRequest Request, AsOf AsOf)
    {
        /// <summary>The parameters that all queries take.</summary>
        public object Parameters => new { party = (long)Party.Value, account = CashAccount.Of(Party), from = (long)Request.From, to = (long)Request.To };
    }

    /// <summary>Sends it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="columns">Names of the columns, in the order in which rows have them.</param>
    /// <param name="about">What is said once, whose ever it is.</param>
    /// <param name="head">What is said once of a party, where it is one; called before its rows are written.</param>
    /// <param name="rows">Writes the rows.</param>
    public async Task SendAsync(
        HttpContext context, Caller caller, string name, IReadOnlyList<string> columns, IReadOnlyList<KeyValuePair<string, object?>> about,
        Func<Source, Task<IReadOnlyList<KeyValuePair<string, object?>>>> head, Func<Source, ExportSink, Task> rows)
    {
        var request = ExportRequest.Read(context.Request, caller);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, context.RequestAborted);
        var source = new Source(connection, request.Party, request, await Head.RequireAsync(connection));
        var currency = deployment.Manifest.Currency;
        List<KeyValuePair<string, object?>> once =
            [new("asOf", source.AsOf), new("party", request.IsAll ? "all" : request.Party), new("currency", currency.Code.ToString()), .. about, .. request.IsAll ? [] : await head(source)];
        context.Response.ContentType = request.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (request.IsCsv) context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{(request.IsAll ? "all" : request.Party)}.csv\"";
        ExportSink sink = request.IsCsv
            ? new CsvSink(context.Response.BodyWriter, request.IsAll ? ["party", .. columns] : columns, currency.Decimals) : new JsonSink(context.Response.BodyWriter, once);
        if (!request.IsAll) await rows(source, sink);
        else
            foreach (var party in await connection.QueryAsync<long>("select id from projection.party order by id"))
            {
                var own = source with { Party = new PartyId((ulong)party) };
                await head(own);
                await rows(own, new PartySink(sink, own.Party));
            }
        await sink.CompleteAsync();
    }

    /// <summary>Nothing is said of a party.</summary>
    public static Task<IReadOnlyList<KeyValuePair<string, object?>>> NoHead(Source source) => Task.FromResult<IReadOnlyList<KeyValuePair<string, object?>>>([]);

    /// <summary>What an account is called: a party by its number, a contract by its address, nothing outside of the ledger.</summary>
    public static string? AccountName(byte[] account) =>
        new Address(account) is var address && address == Address.Zero ? null : CashAccount.PartyOf(address)?.ToString() ?? address.ToString();
}
