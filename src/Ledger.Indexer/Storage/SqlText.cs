using System.Data.Common;
using Npgsql;

namespace Ledger.Indexer.Storage;

/// <summary>The few words in which the two dialects differ in a query.</summary>
public static class SqlText
{
    /// <summary>The condition that a column is one of a list parameter: <c>in @ids</c> on SQLite, where Dapper spells the list out, <c>=
    /// any(@ids)</c> on PostgreSQL.</summary>
    public static string IsIn(this DbConnection connection, string parameter) => connection is NpgsqlConnection ? $"= any(@{parameter})"
        : $"in @{parameter}";
}
