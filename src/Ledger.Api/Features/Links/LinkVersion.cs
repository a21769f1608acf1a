namespace Ledger.Api.Features.Links;

/// <summary>One stored version of the links of an identifier.</summary>
public sealed record LinkVersion
{
    /// <summary>The party signed it itself.</summary>
    public const int ByParty = 1;

    /// <summary>The API signed for the party that was signed in.</summary>
    public const int ByApi = 2;

    /// <summary>The key and its qualifiers, <c>{}</c> for any value.</summary>
    public string Path { get; init; } = "";

    /// <summary>The same with the names of its variables.</summary>
    public string Template { get; init; } = "";

    /// <summary>Counts from 1.</summary>
    public long Version { get; init; }

    /// <summary>The primary key alone.</summary>
    public string Key { get; init; } = "";

    /// <summary>Who set it.</summary>
    public long Party { get; init; }

    /// <summary>The JSON that was signed; null where the links were removed.</summary>
    public byte[]? Document { get; init; }

    /// <summary>The address that signed.</summary>
    public byte[]? Signer { get; init; }

    /// <summary>65 bytes.</summary>
    public byte[]? Signature { get; init; }

    /// <summary><see cref="ByParty"/>, <see cref="ByApi"/>, or null for unsigned.</summary>
    public int? SignedBy { get; init; }

    /// <summary>Unix seconds.</summary>
    public long Created { get; init; }

    /// <summary>When the next version came, in Unix seconds; null for the current one.</summary>
    public long? Superseded { get; init; }
}
