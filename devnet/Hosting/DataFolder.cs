using Ledger.Sdk;

namespace Ledger.Devnet.Hosting;

/// <summary>The folder of one chain below <c>--data</c>, held by one devnet at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    /// <summary>Creates the folder where it is absent, and holds it.</summary>
    /// <exception cref="LedgerException">Another devnet holds it.</exception>
    public DataFolder(string data, ChainChoice chain)
    {
        Root = Directory.CreateDirectory(Path.Combine(data, chain.Folder)).FullName;
        try
        {
            held = new FileStream(Path.Combine(Root, "in-use"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new LedgerException("data-in-use", $"Another devnet runs on the folder {Root}.", "Stop it first, or give this one a folder of its own: --data FOLDER.", exception);
        }
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Where the deployment wrote what it deployed.</summary>
    public string Manifest => Path.Combine(Root, "manifest.json");

    /// <summary>The SQLite files.</summary>
    public string Database => Path.Combine(Root, "db");

    /// <summary>The log of indexer and API.</summary>
    public string Log => Path.Combine(Root, "ledger.log");

    /// <summary>Proof bundles of the story.</summary>
    public string Proofs => Directory.CreateDirectory(Path.Combine(Root, "proofs")).FullName;

    /// <summary>Key files of the story's parties.</summary>
    public string Keys => Directory.CreateDirectory(Path.Combine(Root, "keys")).FullName;

    /// <summary>What is remembered of a story, by the name of its documents.</summary>
    public string Story(string name) => Path.Combine(Root, $"story-{name}.json");

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
