using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>Writes the parties' keys to files, so that a newcomer can sign for them with the command line.</summary>
internal static class KeyFiles
{
    /// <summary>The password of every file: these keys are public, so it protects nothing.</summary>
    public const string Password = "devnet";

    /// <summary>Writes <c>party-N.json</c> for each member that has none yet, side by side.</summary>
    /// <param name="cast">The parties, admitted.</param>
    /// <param name="folder">The folder to write to; it exists.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static Task WriteAsync(Cast cast, string folder) => Task.WhenAll(cast.Members.Select(member => Task.Run(() =>
    {
        var path = Path.Combine(folder, $"party-{member.Id}.json");
        if (File.Exists(path) && KeyFile.Load(path, Password).Address == member.Key.Address) return;
        File.Delete(path);
        KeyFile.Save(path, member.Key, Password, KeyDerivation.Light);
    })));
}
