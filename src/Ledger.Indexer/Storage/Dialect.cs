namespace Ledger.Indexer.Storage;

/// <summary>The two database engines; one SQL text serves both, apart from the tokens that <see cref="Migrator"/> replaces.</summary>
public enum Dialect
{
    /// <summary>SQLite 3.35 or newer: one folder, one file for each schema.</summary>
    Sqlite,

    /// <summary>PostgreSQL 13 or newer: one database, two schemas.</summary>
    PostgreSql,
}
