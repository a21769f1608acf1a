using System.CommandLine;
using Ledger.Devnet.Hosting;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet;

/// <summary>The devnet's options.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Chain = new("--chain")
    {
        HelpName = "hardhat|anvil|URL",
        Description = "hardhat (new at every start), anvil (kept in the data folder), or the URL of a node of a development chain, Besu included.",
        DefaultValueFactory = _ => "hardhat",
    };

    private static readonly Option<string> Database = new("--db")
    {
        HelpName = "sqlite|postgres:CONNSTR",
        Description = "sqlite (in the data folder) or postgres:CONNSTR.",
        DefaultValueFactory = _ => "sqlite",
    };

    private static readonly Option<string?> Documents = new("--documents")
    {
        HelpName = "DIR",
        Description = "Folder with EPCIS 2.0 documents (*.json, *.jsonld, also in subfolders). Default: devnet/samples.",
    };

    private static readonly Option<string> Data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder for what outlives the run.",
        DefaultValueFactory = _ => Places.DefaultData,
    };

    private static readonly Option<string> Api = new("--api")
    {
        HelpName = "URL",
        Description = "Where the API listens; port 0 for any free one.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string> Rpc = new("--rpc")
    {
        HelpName = "URL",
        Description = "Where a chain started here listens; port 0 for any free one.",
        DefaultValueFactory = _ => "http://127.0.0.1:8545",
    };

    private static readonly Option<string?> Finality = new("--finality")
    {
        HelpName = "RULE",
        Description = "When a block counts as final: immediate, tag or depth:N. Default: what suits the chain.",
    };

    private static readonly Option<bool> NoDemo = new("--no-demo") { Description = "Start everything, tell no story." };

    private static readonly Option<bool> ExitAfterDemo = new("--exit-after-demo") { Description = "End once the story is told and checked." };

    /// <summary>The command, which runs <paramref name="run"/> with its options and exits with its result.</summary>
    public static RootCommand Create(Func<DevnetOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Starts a chain, deploys the ledger, starts indexer and API, and lets real goods travel over EPCIS documents.")
        {
            ExitAfterDemo, NoDemo, Documents, Data, Api, Rpc, Chain, Database, Finality,
        };
        Chain.Validators.Add(result => Check(result, ChainChoice.TryParse(result.GetValueOrDefault<string>(), out _), "hardhat, anvil or the URL of a node"));
        Database.Validators.Add(result => Check(result, result.GetValueOrDefault<string>() is { } text && (text == "sqlite" || text.StartsWith("postgres:", StringComparison.Ordinal)), "sqlite or postgres:CONNSTR"));
        Api.Validators.Add(result => Check(result, IsUrl(result.GetValueOrDefault<string>()), "an address such as http://127.0.0.1:5080"));
        Rpc.Validators.Add(result => Check(result, IsUrl(result.GetValueOrDefault<string>()), "an address such as http://127.0.0.1:8545"));
        Finality.Validators.Add(result => Check(result, IsFinality(result.GetValueOrDefault<string>()), "immediate, tag or depth:N"));
        command.Validators.Add(result =>
        {
            if (result.GetValue(NoDemo) && result.GetValue(ExitAfterDemo)) result.AddError("--no-demo and --exit-after-demo exclude each other.");
        });
        command.SetAction((result, cancellationToken) => run(Read(result), cancellationToken));
        return command;
    }

    private static DevnetOptions Read(ParseResult result) => new(
        ChainChoice.TryParse(result.GetValue(Chain)!, out var chain) ? chain : throw new InvalidOperationException("The chain was validated."),
        result.GetValue(Database)!, result.GetValue(Documents), Path.GetFullPath(result.GetValue(Data)!),
        new Uri(result.GetValue(Api)!), new Uri(result.GetValue(Rpc)!),
        result.GetValue(Finality), !result.GetValue(NoDemo), result.GetValue(ExitAfterDemo));

    private static void Check(System.CommandLine.Parsing.OptionResult result, bool holds, string expected)
    {
        if (!holds) result.AddError($"{result.Option.Name} takes {expected}, not '{string.Join(' ', result.Tokens)}'.");
    }

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http";

    private static bool IsFinality(string? text)
    {
        try
        {
            _ = FinalityRule.Parse(text!);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
