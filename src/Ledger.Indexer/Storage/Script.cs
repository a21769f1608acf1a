using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ledger.Indexer.Storage;

/// <summary>One embedded script <c>NNN_schema_name.sql</c> and its text for a dialect.</summary>
/// <remarks>
/// Tokens: <c>{blob}</c> bytes; <c>{int}</c> a signed 64-bit integer; <c>{identity}</c> a self-numbering primary key column;
/// <c>{keyed}</c>, after the closing parenthesis, stores the table in the order of its primary key where the engine can;
/// <c>{hashed}</c>, before the column of an index that only equality asks, lets the engine keep hashes where it can.
/// <c>{sqlite}</c>, before a line, is for SQLite alone.
/// Indexes are written <c>create index schema.name on table (…)</c>.
/// </remarks>
internal sealed partial record Script(int Number, string Schema, string Name, string Text)
{
    private static readonly Lazy<IReadOnlyList<Script>> All = new(Load);

    /// <summary>SHA-256 of the text before dialect tokens, in hexadecimal.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The scripts of a schema in order of their numbers.</summary>
    public static IReadOnlyList<Script> Of(string schema) => [.. All.Value.Where(script => script.Schema == schema)];

    /// <summary>The text with the tokens of one dialect filled in.</summary>
    public string For(Dialect dialect)
    {
        var sqlite = dialect == Dialect.Sqlite;
        var filled = Text
            .Replace("{blob}", sqlite ? "blob" : "bytea", StringComparison.Ordinal)
            .Replace("{int}", sqlite ? "integer" : "bigint", StringComparison.Ordinal)
            .Replace("{identity}", sqlite ? "integer primary key autoincrement" : "bigint generated always as identity primary key",
                StringComparison.Ordinal)
            .Replace("{keyed}", sqlite ? "without rowid" : "", StringComparison.Ordinal)
            .Replace("{sqlite}", sqlite ? "" : "-- ", StringComparison.Ordinal)
            .Replace("{hashed}", sqlite ? "" : "using hash", StringComparison.Ordinal);
        return sqlite ? filled : IndexPattern().Replace(filled, "create $1index $3 on $2.$4");
    }

    private static List<Script> Load()
    {
        var assembly = typeof(Script).Assembly;
        return Ordered(assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Select(name => Read(assembly, name)));
    }

    /// <summary>Scripts in the order of their numbers.</summary>
    /// <exception cref="InvalidOperationException">Two have one number: a database that has the one would take the other for the same, edited.</exception>
    internal static List<Script> Ordered(IEnumerable<Script> scripts)
    {
        List<Script> ordered = [.. scripts.OrderBy(script => script.Number)];
        return ordered.GroupBy(script => script.Number).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidOperationException(
                $"The scripts {string.Join(", ", twice.Select(script => $"{script.Number:000}_{script.Schema}_{script.Name}"))} have one number: rename the one that no database has yet to the next free number.")
            : ordered;
    }

    private static Script Read(Assembly assembly, string resource)
    {
        var match = NamePattern().Match(resource);
        if (!match.Success) throw new InvalidOperationException($"The script {resource} is not named NNN_schema_name.sql.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return new Script(number, match.Groups[2].Value, match.Groups[3].Value, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"(\d{3})_(projection|captured)_([a-z0-9_]+)\.sql$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"create (unique )?index (\w+)\.(\w+) on (\w+)")]
    private static partial Regex IndexPattern();
}
