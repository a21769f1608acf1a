namespace Ledger.Sdk.Parties;

/// <summary>The names of roles, in lower case: <c>producer</c>, <c>carrier</c>…</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, PartyRoles> ByName = Enum.GetValues<PartyRoles>().Where(role => role != PartyRoles.None)
        .ToDictionary(role => role.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, by rising bit.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The names of the roles that are set; a bit without a name is written as its number.</summary>
    public static IEnumerable<string> Of(PartyRoles roles)
    {
        for (var bit = 0; bit < 32; bit++)
        {
            var role = (PartyRoles)(1U << bit);
            if (roles.HasFlag(role))
                yield return Enum.IsDefined(role)
                    ? role.ToString().ToLowerInvariant()
                    : ((uint)role).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>One role by its name, in any case.</summary>
    public static bool TryParse(string? name, out PartyRoles role)
    {
        role = PartyRoles.None;
        return name is not null
            && (ByName.TryGetValue(name, out role) || (uint.TryParse(name, out var bit) && (role = (PartyRoles)bit) != PartyRoles.None));
    }
}
