using System.Globalization;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Http;

/// <summary>Money is shown to the parties that it concerns, and to regulators. To others it is not there.</summary>
public static class Concern
{
    /// <summary>How many entries a page of money has.</summary>
    public const int PageSize = 50;

    /// <summary>Whether the caller sees everything.</summary>
    public static bool SeesAll(this Caller caller) => (caller.Roles & PartyRoles.Regulator) != 0;

    /// <summary>The party that is asked about: the caller, unless a regulator names another.</summary>
    /// <exception cref="LedgerException"><c>role-required</c>: another party's, and the caller is no regulator.</exception>
    public static PartyId Subject(this Caller caller, string? party)
    {
        if (party is null) return caller.Party;
        var asked = Features.Parties.ShowParty.ParseId(party);
        if (asked == caller.Party || caller.SeesAll()) return asked;
        throw new LedgerException("role-required", $"Only party {asked} itself or a regulator sees this.", "Leave out ?party= to see your own.");
    }

    /// <summary>An id of 32 bytes in a path or a query.</summary>
    /// <exception cref="LedgerException"><c>malformed-hex</c>.</exception>
    public static Hash32 Id(string text) => Hash32.TryParse(text, out var id) ? id
        : throw new LedgerException("malformed-hex", $"'{text}' is no id.", "An id is 0x and 64 hexadecimal digits.");

    /// <summary>One of a few words in a query; null where it is absent.</summary>
    /// <exception cref="LedgerException"><c>malformed-request</c>.</exception>
    public static T? Word<T>(string name, string? text)
        where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
            if (System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == text) return value;
        throw new LedgerException("malformed-request", $"?{name}= can't be '{text}'.",
            $"It is one of: {string.Join(", ", Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName))}.");
    }

    /// <summary>A thing that is not there, or does not concern the caller.</summary>
    public static LedgerException NotFound(string what, Hash32 id) =>
        new("not-found", $"There is no {what} {id} that concerns you.", "It may not be indexed yet, or belong to others: sign in as a party of it.");

    /// <summary>A position in a list that two numbers order.</summary>
    public static string Position(ulong block, ulong logIndex) => string.Create(CultureInfo.InvariantCulture, $"{block} {logIndex}");

    /// <summary>Reads it back; beyond all where none is given.</summary>
    public static (long Block, long LogIndex) Position(string? position)
    {
        if (position is null) return (long.MaxValue, 0);
        var parts = position.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
