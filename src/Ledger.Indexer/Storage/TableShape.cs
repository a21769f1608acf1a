namespace Ledger.Indexer.Storage;

/// <summary>The type of a column, the same in both dialects.</summary>
public enum ColumnType
{
    /// <summary>Signed 64 bits; a <c>uint64</c> by its bits.</summary>
    Number,

    /// <summary>Bytes.</summary>
    Blob,

    /// <summary>UTF-8 text.</summary>
    Text,
}

/// <summary>A column's name and type.</summary>
public sealed record Column(string Name, ColumnType Type)
{
    /// <summary>A column of integers.</summary>
    public static Column Number(string name) => new(name, ColumnType.Number);

    /// <summary>A column of bytes.</summary>
    public static Column Blob(string name) => new(name, ColumnType.Blob);

    /// <summary>A column of text.</summary>
    public static Column Text(string name) => new(name, ColumnType.Text);
}

/// <summary>What the bulk writer must know of a table: schema-qualified name, columns in order, of which the first <paramref name="Keys"/>
/// are the primary key.</summary>
/// <remarks>A row travels as an array of <c>long</c>, <c>byte[]</c>, <c>string</c> or null in the order of the columns.</remarks>
public sealed record TableShape(string Name, int Keys, params Column[] Columns)
{
    /// <summary>The columns' names, separated by commas.</summary>
    public string Names { get; } = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The key columns' names, separated by commas.</summary>
    public string KeyNames { get; } = string.Join(", ", Columns.Take(Keys).Select(column => column.Name));
}

/// <summary>A row of a table, as column values.</summary>
public interface IRow
{
    /// <summary>The table.</summary>
    static abstract TableShape Shape { get; }

    /// <summary>The values in the order of the columns.</summary>
    object?[] ToValues();
}

/// <summary>A row that is also read back.</summary>
public interface IStateRow<TSelf> : IRow
    where TSelf : class, IStateRow<TSelf>
{
    /// <summary>The row with these values.</summary>
    static abstract TSelf FromValues(object?[] values);
}
