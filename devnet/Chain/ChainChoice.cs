using System.Diagnostics.CodeAnalysis;

namespace Ledger.Devnet;

/// <summary>Kinds of chain the devnet runs on.</summary>
public enum ChainKind
{
    /// <summary>Hardhat, started here, new at every start.</summary>
    Hardhat,

    /// <summary>anvil, started here, its state kept in the data folder.</summary>
    Anvil,

    /// <summary>A chain that runs already, for example Besu.</summary>
    Running,
}

/// <summary>The value of <c>--chain</c>: <c>hardhat</c>, <c>anvil</c> or the address of a running node.</summary>
/// <param name="Url">The node's address; null unless <see cref="ChainKind.Running"/>.</param>
public sealed record ChainChoice(ChainKind Kind, Uri? Url = null)
{
    /// <summary>Reads the option's value.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ChainChoice? choice)
    {
        choice = text switch
        {
            "hardhat" => new ChainChoice(ChainKind.Hardhat),
            "anvil" => new ChainChoice(ChainKind.Anvil),
            _ when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => new ChainChoice(ChainKind.Running, url),
            _ => null,
        };
        return choice is not null;
    }

    /// <summary>Name of the folder that keeps what belongs to this chain, and of the chain on the screen.</summary>
    public string Folder => Kind switch
    {
        ChainKind.Hardhat => "hardhat",
        ChainKind.Anvil => "anvil",
        _ => $"{Url!.Host}-{Url.Port}",
    };
}
