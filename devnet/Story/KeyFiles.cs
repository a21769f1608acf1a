using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>Writes the parties' keys to files, so that a newcomer can sign for them with the command line.</summary>
internal static class KeyFiles
{
    /// <summary>The password of every file: these keys are public, so it protects nothing.</summary>
    public const string Password = "devnet";

    /// <summary>Writes <c>party-N.json</c> for the registrar, party 1, and each member that has none yet, side by side.</summary>
    /// <param name="members">The parties, admitted.</param>
    /// <param name="folder">The folder to write to; it exists.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static Task WriteAsync(IReadOnlyList<CastMember> members, string folder)
    {
        var keys = members.Select(member => (member.Id, member.Key)).Prepend((new PartyId(1), StoryKeys.Registrar));
        return Task.WhenAll(keys.Select(party => Task.Run(() => Write(Path.Combine(folder, $"party-{party.Item1}.json"), party.Item2))));
    }

    private static void Write(string path, PrivateKey key)
    {
        if (File.Exists(path) && KeyFile.Load(path, Password).Address == key.Address) return;
        File.Delete(path);
        KeyFile.Save(path, key, Password, KeyDerivation.Light);
    }
}
