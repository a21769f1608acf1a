namespace Ledger.Sdk.Gs1;

/// <summary>One element string: an application identifier and its value, decoded.</summary>
public readonly record struct AiValue(ApplicationIdentifier Ai, string Value)
{
    /// <summary>The digits of the AI.</summary>
    public string Code => Ai.Code;

    /// <summary>Bracketed, as <c>(01)09506000134352</c>.</summary>
    public override string ToString() => $"({Code}){Value}";
}
