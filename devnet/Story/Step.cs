using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>The elements of a supply chain that the story has to show.</summary>
internal enum StepKind
{
    /// <summary>A lot or units enter the ledger.</summary>
    Register,

    /// <summary>Units are packed in another one.</summary>
    Pack,

    /// <summary>Units are taken out.</summary>
    Unpack,

    /// <summary>A quantity is divided.</summary>
    Split,

    /// <summary>Goods change hands.</summary>
    HandOff,

    /// <summary>A delivery is refused.</summary>
    Reject,

    /// <summary>Goods become others.</summary>
    Transform,

    /// <summary>Ownership moves.</summary>
    Title,

    /// <summary>A condition is reported.</summary>
    Condition,

    /// <summary>A lot is called back.</summary>
    Recall,
}

/// <summary>One intent of the story.</summary>
/// <param name="Text">What happens, in a sentence for the screen.</param>
/// <param name="Intent">What the parties sign.</param>
/// <param name="Because">The captured event it stems from.</param>
/// <param name="Touches">Ids of units, notes and lots whose state it reads or changes: steps that share one keep their order.</param>
internal sealed record Step(StepKind Kind, string Text, Intent Intent, StoryEvent Because, IReadOnlyList<Hash32> Touches);
