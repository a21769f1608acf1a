return await Ledger.Indexer.IndexerCommand.RunAsync(args);
