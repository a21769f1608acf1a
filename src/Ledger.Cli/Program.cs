using System.CommandLine;
using Ledger.Cli.Commands;

var root = new RootCommand("Ledger: goods and the money behind them, on a permissioned ledger.");
root.Add(Gs1Command.Create());
return await root.Parse(args).InvokeAsync();
