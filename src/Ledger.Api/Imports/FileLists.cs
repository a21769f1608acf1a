using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Imports;

/// <summary>Lists of what files brought, in the order in which it came, each page from one snapshot.</summary>
internal sealed class FileLists(Database database, Cursors cursors)
{
    /// <summary>A page.</summary>
    /// <param name="scope">What cursors of this list are for.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="size">How many entries it has at most.</param>
    /// <param name="read">Reads so many rows behind a position; null for the start.</param>
    /// <param name="position">The position of a row.</param>
    /// <param name="show">What is shown of the rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Ok<Page<T>>> PageAsync<TRow, T>(
        string scope, string? cursor, int size, Func<DbConnection, string?, int, Task<IEnumerable<TRow>>> read, Func<TRow, string> position,
        Func<DbConnection, List<TRow>, ulong, Task<IReadOnlyList<T>>> show, CancellationToken cancellationToken)
    {
        var after = cursors.Read(scope, cursor);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await read(connection, after, size + 1)).AsList();
        var shown = rows.Take(size).ToList();
        var next = rows.Count > size ? cursors.Write(scope, position(shown[^1])) : null;
        return TypedResults.Ok(new Page<T>(await show(connection, shown, asOf.Time), next, asOf));
    }

    /// <summary>The position of a list that numbers order: the last one's number.</summary>
    public static string Position(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads it back; 0 for the start.</summary>
    public static long After(string? position) => position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
}
