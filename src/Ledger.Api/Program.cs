using Ledger.Api;

await using var app = await LedgerApi.BuildAsync(args);
await app.RunAsync();
