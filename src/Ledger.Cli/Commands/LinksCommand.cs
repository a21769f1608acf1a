using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger links</c>: what a party's Digital Links lead to.</summary>
internal static class LinksCommand
{
    public static Command Create()
    {
        var command = new Command("links", "Say what your Digital Links lead to.");
        command.Add(CreateSet());
        command.Add(CreateShow());
        return command;
    }

    private static Command CreateSet()
    {
        var link = new Argument<string>("LINK") { Description = "A path or a Digital Link; {name} stands for any lot or serial number." };
        var file = new Argument<FileInfo>("FILE") { Description = "JSON with links, itemDescription and defaultLinktype." };
        var key = new KeyOptions(what: "the party");
        var api = Services.Api();
        var command = new Command("set", """
            Set what a Digital Link leads to. The party signs in, and signs the links.

            Examples:
              ledger links set /01/09506000134352 links.json --key brand.json
              ledger links set "/01/09506000134352/21/{serial}" items.json --key brand.json
            """) { link, file, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
            DevelopmentKeys.Refuse(signer.Address, manifest.ChainId, manifest.Development);
            var document = await File.ReadAllTextAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false);
            await ledger.SignInAsync(signer, cancellationToken).ConfigureAwait(false);
            var set = await ledger.Links.SetAsync(result.GetValue(link)!, document, signer, cancellationToken).ConfigureAwait(false);
            screen.Show(set, () => screen.Say($"{set.Link} is at version {set.Version}. {Try(set.Link, result.GetValue(api)!)}"));
            return CommandRunner.Done;
        });
    }

    /// <summary>How to follow the link; one for all items at once needs the number of one of them.</summary>
    private static string Try(string link, string api) => link.Contains('{', StringComparison.Ordinal)
        ? "It counts for every value in place of what is in braces."
        : $"Try: curl -i {api.TrimEnd('/')}{new Uri(link).AbsolutePath}";

    private static Command CreateShow()
    {
        var link = new Argument<string>("LINK") { Description = "A path or a Digital Link." };
        var api = Services.Api();
        var command = new Command("show", """
            Show what a Digital Link leads to, and who signed that.

            Example:
              ledger links show /01/09506000134352
            """) { link, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var set = await ledger.Links.GetAsync(result.GetValue(link)!, cancellationToken).ConfigureAwait(false);
            screen.Show(set, () => Print(screen, set));
            return CommandRunner.Done;
        });
    }

    private static void Print(Screen screen, LinkSet set)
    {
        screen.Say($"{set.Link}, version {set.Version}, set by party {set.Party}, {(set.SignedBy switch { "party" => $"signed by it ({set.Signer})", "api" => $"signed for it by the API ({set.Signer})", _ => "unsigned" })}");
        screen.Say(set.Document ?? "The links were removed.");
    }
}
