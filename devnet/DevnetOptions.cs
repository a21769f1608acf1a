namespace Ledger.Devnet;

/// <summary>What one run of the devnet was asked to do.</summary>
/// <param name="Chain">Which chain to start or use.</param>
/// <param name="Database"><c>sqlite</c> (two files below the data folder) or <c>postgres:CONNSTR</c>.</param>
/// <param name="Documents">Folder with EPCIS documents; null for the devnet's own samples.</param>
/// <param name="Data">Folder for everything that outlives the run.</param>
/// <param name="Api">Where the API listens; port 0 means a free one.</param>
/// <param name="Rpc">Where a chain that is started here listens; port 0 means a free one.</param>
/// <param name="Finality"><c>immediate</c>, <c>tag</c> or <c>depth:N</c>; null for what suits the chain.</param>
/// <param name="Demo">Whether the story is played.</param>
/// <param name="ExitAfterDemo">Whether the devnet ends once the story is told and checked.</param>
public sealed record DevnetOptions(
    ChainChoice Chain, string Database, string? Documents, string Data, Uri Api, Uri Rpc, string? Finality, bool Demo, bool ExitAfterDemo);
