using Ledger.Devnet;
using Ledger.Devnet.Hosting;

return await CommandLine.Create(Run.Async).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
