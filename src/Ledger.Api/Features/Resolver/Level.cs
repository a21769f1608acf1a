namespace Ledger.Api.Features.Resolver;

/// <summary>The links of one granularity: of the item, its lot, or the product.</summary>
/// <param name="Anchor">The Digital Link that they are about.</param>
/// <param name="Description">What that is called.</param>
/// <param name="Links">The links, the owner's preference first.</param>
/// <param name="Default">The link that answers where nothing is asked for; null where a less granular level gives it.</param>
internal sealed record Level(string Anchor, string Description, IReadOnlyList<Target> Links, Target? Default)
{
    /// <summary>The links that share the default's type, where there are several.</summary>
    public IReadOnlyList<Target> DefaultMulti => Default is null ? [] : Links.Where(link => link.Relation == Default.Relation).ToList() is { Count: > 1 } several ? several : [];
}
