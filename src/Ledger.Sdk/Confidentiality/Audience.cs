using System.Globalization;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Confidentiality;

/// <summary>Who may read: everybody, or the party that captured with whoever holds or held custody of what the event names, with named parties, or alone.</summary>
/// <remarks>Text: <c>public</c>, <c>custody</c>, <c>parties:3,5</c>, <c>custody+parties:3,5</c>, <c>private</c>.</remarks>
public sealed record Audience
{
    private const string PartiesPrefix = "parties:";

    private Audience(bool isPublic, bool isCustody, IReadOnlyList<PartyId> parties) => (IsPublic, IsCustody, Parties) = (isPublic, isCustody, parties);

    /// <summary>Everybody.</summary>
    public static Audience Public { get; } = new(true, false, []);

    /// <summary>Only the party that captured.</summary>
    public static Audience Private { get; } = new(false, false, []);

    /// <summary>The chain of custody.</summary>
    public static Audience Custody { get; } = new(false, true, []);

    /// <summary>Whether everybody may read.</summary>
    public bool IsPublic { get; }

    /// <summary>Whether whoever holds or held custody may read.</summary>
    public bool IsCustody { get; }

    /// <summary>The named parties, rising, each once.</summary>
    public IReadOnlyList<PartyId> Parties { get; }

    /// <summary>Named parties.</summary>
    public static Audience Of(params IEnumerable<PartyId> parties) => new(false, false, [.. parties.Distinct().OrderBy(party => party.Value)]);

    /// <summary>Everybody who is in one or the other.</summary>
    public Audience Or(Audience other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsPublic || other.IsPublic ? Public : new(false, IsCustody || other.IsCustody, Of(Parties.Concat(other.Parties)).Parties);
    }

    /// <summary>Parses the text form; false for anything else.</summary>
    public static bool TryParse(string text, out Audience audience)
    {
        ArgumentNullException.ThrowIfNull(text);
        audience = Private;
        if (text is "public" or "private") audience = text == "public" ? Public : Private;
        else
            foreach (var term in text.Split('+'))
            {
                if (term == "custody") audience = audience.Or(Custody);
                else if (term.StartsWith(PartiesPrefix, StringComparison.Ordinal) && TryParseParties(term[PartiesPrefix.Length..]) is { } parties) audience = audience.Or(parties);
                else return false;
            }
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => (IsPublic, IsCustody, Parties.Count) switch
    {
        (true, _, _) => "public",
        (_, false, 0) => "private",
        (_, true, 0) => "custody",
        (_, var custody, _) => (custody ? "custody+" : "") + PartiesPrefix + string.Join(',', Parties),
    };

    /// <inheritdoc/>
    public bool Equals(Audience? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    private static Audience? TryParseParties(string list)
    {
        var parties = new List<PartyId>();
        foreach (var item in list.Split(','))
        {
            if (!ulong.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > long.MaxValue) return null;
            parties.Add(new PartyId(number));
        }
        return Of(parties);
    }
}
