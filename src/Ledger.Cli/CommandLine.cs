using System.CommandLine;
using Ledger.Cli.Commands;

namespace Ledger.Cli;

/// <summary>All commands.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand("""
            Ledger: goods and the money behind them, on a permissioned ledger.

            Exit codes: 0 done, 1 bad input, refused, or it does not verify, 2 the API or the node cannot be reached.
            API and node are found by --api and --rpc, else by LEDGER_API and LEDGER_RPC, else on this machine.
            """);
        root.Add(KeysCommand.Create());
        root.Add(PartyCommand.Create());
        root.Add(ApiKeyCommand.Create());
        root.Add(HandOffCommand.Create());
        root.Add(ReceivableCommand.Create());
        root.Add(OfferCommand.Create());
        root.Add(EarlyPaymentCommand.Create());
        root.Add(LoanCommand.Create());
        root.Add(OrderCommand.Create());
        root.Add(TraceCommand.Create());
        root.Add(VerifyCommand.Create());
        root.Add(DiscloseCommand.Create());
        root.Add(Gs1Command.Create());
        root.Add(EpcisCommand.Create());
        root.Add(EncryptionKeyCommand.Create());
        root.Add(ShareCommand.Create());
        root.Add(LinksCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(DeployCommand.Create());
        root.Add(IndexCommand.Create());
        root.Add(CreditCommand.Create());
        root.Add(AlertsCommand.Create());
        return root;
    }
}
