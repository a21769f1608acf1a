namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>What a query wants to know of master data.</summary>
public enum MasterDataQuestion
{
    /// <summary>Which places lie within one of <see cref="MasterDataDemand.Values"/>, directly or not.</summary>
    Descendants,

    /// <summary>Which identifiers have an attribute named by one of the values.</summary>
    HasAttribute,

    /// <summary>Which identifiers have the attribute <see cref="MasterDataDemand.Attribute"/> with one of the values.</summary>
    AttributeEquals,
}

/// <summary>A set of identifiers, in canonical form, that master data have to give.</summary>
/// <param name="Question">Which set.</param>
/// <param name="Attribute">The attribute, for <see cref="MasterDataQuestion.AttributeEquals"/>.</param>
/// <param name="Values">Identifiers in canonical form, or attribute names or values as given.</param>
public sealed record MasterDataDemand(MasterDataQuestion Question, string Attribute, IReadOnlyList<string> Values);
