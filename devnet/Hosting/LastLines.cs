using System.Collections.Concurrent;

namespace Ledger.Devnet.Hosting;

/// <summary>The last lines a child process wrote, for the message when it fails.</summary>
internal sealed class LastLines
{
    private const int Kept = 20;
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>The last line; empty before the first.</summary>
    public string Newest { get; private set; } = "";

    /// <summary>Keeps a line and forgets the oldest beyond the last twenty.</summary>
    public void Add(string line)
    {
        Newest = line;
        lines.Enqueue(line);
        while (lines.Count > Kept) lines.TryDequeue(out _);
    }

    /// <summary>The lines, one below the other; "nothing" when there are none.</summary>
    public override string ToString() => lines.IsEmpty ? "nothing" : Environment.NewLine + string.Join(Environment.NewLine, lines);
}
