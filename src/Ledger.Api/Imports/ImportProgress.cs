using System.Collections.Concurrent;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>How far a running import is.</summary>
internal sealed class ImportRun(long bytes)
{
    private long at;
    private long rows;
    private volatile string phase = "checking";

    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Bytes read in this phase.</summary>
    public long BytesRead => Volatile.Read(ref at);

    /// <summary>Rows read in this phase.</summary>
    public long Rows => Volatile.Read(ref rows);

    /// <summary><c>checking</c>, then <c>storing</c>.</summary>
    public string Phase => phase;

    /// <summary>Says how far it is.</summary>
    public void Reach(long position, long row)
    {
        Volatile.Write(ref at, position);
        Volatile.Write(ref rows, row);
    }

    /// <summary>Begins the phase anew.</summary>
    public void Begin(string name)
    {
        phase = name;
        Reach(0, 0);
    }
}

/// <summary>The imports that run in this process, by party and file; the same file at once is refused.</summary>
internal sealed class ImportRuns
{
    private readonly ConcurrentDictionary<(PartyId, Hash32), ImportRun> running = new();

    /// <summary>The one that runs; null for none.</summary>
    public ImportRun? Find(PartyId party, Hash32 file) => running.GetValueOrDefault((party, file));

    /// <summary>Starts one; null where the same runs already.</summary>
    public ImportRun? Start(PartyId party, Hash32 file, long bytes)
    {
        var run = new ImportRun(bytes);
        return running.TryAdd((party, file), run) ? run : null;
    }

    /// <summary>Ends it.</summary>
    public void End(PartyId party, Hash32 file) => running.TryRemove((party, file), out _);
}
