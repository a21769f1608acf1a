using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Devnet.Hosting;

namespace Ledger.Devnet.Story;

/// <summary>What is remembered of a story between runs, so that one which was interrupted goes on where it stopped.</summary>
/// <param name="Deadline">Unix seconds until which its intents count: with the same deadline they are the same operations.</param>
/// <param name="Finished">Whether it was told to the end.</param>
internal sealed record StoryMark(ulong Deadline, bool Finished)
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>A name for a set of documents: the same bytes under the same names have the same one.</summary>
    public static string NameOf(IReadOnlyList<DocumentFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name));
            hash.AppendData(SHA256.HashData(file.Bytes));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    /// <summary>Reads the mark of a story, or makes one; on a new chain nothing was told yet.</summary>
    public static async Task<StoryMark> FindOrMakeAsync(DataFolder data, string name, bool newChain, CancellationToken cancellationToken)
    {
        var path = data.Story(name);
        if (newChain) foreach (var old in Directory.EnumerateFiles(data.Root, "story-*.json")) File.Delete(old);
        if (File.Exists(path) && JsonSerializer.Deserialize<StoryMark>(await File.ReadAllTextAsync(path, cancellationToken)) is { } known) return known;
        var mark = new StoryMark((ulong)(DateTimeOffset.UtcNow + Validity).ToUnixTimeSeconds(), false);
        await mark.WriteAsync(data, name, cancellationToken);
        return mark;
    }

    /// <summary>Remembers that the story was told to its end.</summary>
    public Task FinishAsync(DataFolder data, string name, CancellationToken cancellationToken) => (this with { Finished = true }).WriteAsync(data, name, cancellationToken);

    /// <summary>Remembers the mark, whole or not at all.</summary>
    private async Task WriteAsync(DataFolder data, string name, CancellationToken cancellationToken)
    {
        var path = data.Story(name);
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(this), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }
}
