using Ledger.Cli;

return await CommandLine.Create().Parse(args).InvokeAsync();
