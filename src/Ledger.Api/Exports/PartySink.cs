using Ledger.Sdk.Parties;

namespace Ledger.Api.Exports;

/// <summary>Puts a party's number before each of its rows, where a file has those of all.</summary>
internal sealed class PartySink(ExportSink rows, PartyId party) : ExportSink
{
    private bool isOpen;

    public override ExportSink Text(string name, string? value)
    {
        Open().Text(name, value);
        return this;
    }

    public override ExportSink Number(string name, long? value)
    {
        Open().Number(name, value);
        return this;
    }

    public override ExportSink Amount(string name, Int128? value)
    {
        Open().Amount(name, value);
        return this;
    }

    public override ExportSink Time(string name, long value)
    {
        Open().Time(name, value);
        return this;
    }

    public override ValueTask EndRowAsync()
    {
        isOpen = false;
        return rows.EndRowAsync();
    }

    /// <summary>Does nothing: others' rows follow.</summary>
    public override ValueTask CompleteAsync() => ValueTask.CompletedTask;

    private ExportSink Open()
    {
        if (!isOpen) rows.Number("party", (long)party.Value);
        isOpen = true;
        return rows;
    }
}
