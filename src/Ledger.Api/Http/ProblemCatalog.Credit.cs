namespace Ledger.Api.Http;

/// <content>Credit.</content>
public static partial class ProblemCatalog
{
    private static readonly ProblemKind[] Credit =
    [
        new("credit-private", 403, "The party does not let you see its credit", "A party says who sees its credit here: itself, those it allows, and regulators. Whoever has a node can compute it."),
    ];
}
