using Ledger.Sdk;

namespace Ledger.Devnet.Hosting;

/// <summary>Folders and programs the devnet needs, all found from the repository's root.</summary>
internal static class Places
{
    /// <summary>The repository's root: the nearest folder above the program that holds <c>Ledger.sln</c>.</summary>
    /// <exception cref="LedgerException">The program does not run inside a clone of the repository.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>The Hardhat project.</summary>
    public static string Contracts => Path.Combine(Root, "contracts");

    /// <summary>The devnet's own EPCIS documents.</summary>
    public static string Samples => Path.Combine(Root, "devnet", "samples");

    /// <summary>Documents that a partner's own client sends.</summary>
    public static string Partner => Path.Combine(Root, "devnet", "partner");

    /// <summary>Where data goes when <c>--data</c> says nothing; git ignores it.</summary>
    public static string DefaultData => Path.Combine(Root, "devnet", ".data");

    /// <summary>anvil, as npm installs it for this platform.</summary>
    public static string Anvil => Path.Combine(Contracts, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)))
        {
            if (File.Exists(Path.Combine(folder, "Ledger.sln"))) return folder;
        }
        throw new LedgerException("not-in-repository", "The devnet was started outside a clone of the repository.",
            "Run it with: dotnet run --project devnet");
    }
}
