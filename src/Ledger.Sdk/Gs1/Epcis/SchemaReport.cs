namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Collects what is wrong while a tape is checked.</summary>
internal sealed class SchemaReport(JsonTape tape)
{
    private const int MostProblems = 50;

    public JsonTape Tape { get; } = tape;

    /// <summary>Pointer of the tape's root within the document.</summary>
    public string Base { get; set; } = "";

    public List<EpcisProblem> Problems { get; } = [];

    public void Add(int node, string message) => Add(node, "", message);

    public void Add(int node, string below, string message)
    {
        if (Problems.Count < MostProblems) Problems.Add(new EpcisProblem(Base + Tape.Pointer(node) + below, message));
    }
}
