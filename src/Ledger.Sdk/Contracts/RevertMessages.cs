using System.Globalization;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>What each custom error of the contracts means, and what to do about it. One line an error.</summary>
internal static partial class RevertMessages
{
    private const string SignAgain = "Read the current state, and sign again.";

    // Placeholders name the error's arguments; {deadline} and {time} are shown as times.
    private static readonly Dictionary<string, (string Message, string Hint)> Known = new()
    {
        ["Expired"] = ("The intent expired at {deadline}.", "Sign it again with a later deadline."),
        ["WrongSigner"] = (
            "Party {party}'s key did not make this signature; it was made by {signer}.",
            "Sign with the party's current key, for this chain and contract, exactly this message."),
        ["UnknownParty"] = ("There is no party {party}.", "Have a registrar admit it first."),
        ["NotActive"] = (
            "Party {party} is frozen or retired (status {status}), so its signature counts for nothing.",
            "A registrar or regulator can make a frozen party active again."),
        ["StaleEpoch"] = (
            "Party {party} is at epoch {actual}, not {expected}: its key, roles or status changed, or it cancelled what it had signed.",
            SignAgain),
        ["MissingRole"] = ("Party {party} lacks the role that this takes (bits {role}).", "A registrar grants roles."),
        ["NotNextParty"] = ("Party {party} is not the next free number, {next}.", "Admit it as party {next}."),
        ["KeyUsed"] = ("The key {key} already signs for party {party}.", "A key signs for one party: take a new one."),
        ["NoKey"] = ("The key is the zero address.", "Give the address of the party's key."),
        ["WrongStatus"] = ("Party {party} cannot go from status {from} to {to}.", "Active and frozen alternate; retired is final."),
        ["OwnAuthority"] = ("Party {party} cannot take its own authority away.", "Another registrar must do it."),
        ["DeviceTaken"] = ("The device {device} belongs to party {party}.", "That party must remove it first."),
        ["StaleDevice"] = ("The device {device} is at seq {actual}, not {expected}.", SignAgain),
        ["AlreadyRegistered"] = ("{id} is registered already.", "Check the EPC; a unit and a lot are registered once."),
        ["UnknownUnit"] = ("The unit {unit} was never registered.", "Check the EPC, or register it first."),
        ["UnknownLot"] = ("The lot {lot} was never registered.", "Check the EPC, or register it first."),
        ["UnitConsumed"] = ("The unit {unit} was consumed, merged or used up.", "What became of it is in its trace."),
        ["TitleEnded"] = ("The title note {note} was used up.", "Read which notes of the lot are left."),
        ["NotCustodian"] = (
            "Party {party} does not hold the unit {unit}; party {custodian} does.", "Only the custodian hands goods over or changes them."),
        ["UnitPacked"] = ("The unit {unit} is packed in {parent}.", "Hand the parent over, or unpack the unit first."),
        ["NotPackedIn"] = ("The unit {unit} is not packed in {parent}.", "Read what the parent contains."),
        ["NotEmpty"] = ("The unit {unit} still contains others.", "Unpack them first."),
        ["StaleSequence"] = ("{id} is at seq {actual}, not {expected}: it changed since the message was signed.", SignAgain),
        ["SameParty"] = ("Party {party} stands on both sides.", "Giver and receiver must differ."),
        ["SameObject"] = ("{id} is named twice.", "Name two different ones."),
        ["LengthMismatch"] = ("The lists of the message differ in length.", "Give one entry for each unit."),
        ["BatchSize"] = ("{count} entries are not 1 to {max}.", "Split the message into several."),
        ["Exceeds"] = ("{amount} of {id} are asked for, {available} are there.", "Ask for less."),
        ["ZeroAmount"] = ("An amount is zero.", "Amounts are at least 1."),
        ["NotTitleOwner"] = ("Party {party} does not own the title note {note}; party {owner} does.", "Only the owner moves title."),
        ["NotIssuer"] = ("Party {party} did not issue the lot {lot}.", "The lot's issuer must sign, or a regulator for a recall."),
        ["LotMismatch"] = ("{a} and {b} are not of one lot.", "Only parts of one lot go together."),
        ["ConditionMismatch"] = ("{a} and {b} are not in the same condition.", "Report both in the same condition first."),
        ["UnknownCondition"] = ("{condition} is no condition.", "Conditions are 0 to 7."),
        ["NotAttester"] = (
            "The device {device} may not attest conditions for party {party}.", "The party admits a device with DeviceChange, attests 2."),
        ["CounterExhausted"] = ("The counter of this entry is used up.", "Move what is left to a new unit."),
        ["AlreadyAnchored"] = (
            "The publisher {publisher} anchored {root} already, at {time}.", "Nothing to do: an anchor is written once."),
        ["EmptyTree"] = ("An anchor needs a root and at least one leaf.", "Anchor a tree of at least one event."),
        ["Error"] = ("The contract refused: {message}", "See the contract's documentation."),
        ["Panic"] = ("The contract failed: {meaning}.", "Report this with the transaction: it is a defect of the contract."),
    };

    public static bool Knows(string error) => Known.ContainsKey(error) || Money.ContainsKey(error);

    /// <summary>The message and hint of an error, with its values filled in.</summary>
    public static (string Message, string? Hint) Of(DecodedError error) =>
        Money.TryGetValue(error.Signature, out var text) || Known.TryGetValue(error.Name, out text) || Money.TryGetValue(error.Name, out text)
            ? (Fill(text.Message, error), Fill(text.Hint, error))
            : ($"The contract refused with {error}.", null);

    private static string Fill(string template, DecodedError error)
    {
        foreach (var (name, value) in error.Arguments)
            template = template.Replace($"{{{name}}}", Text(name, value), StringComparison.Ordinal);
        return template;
    }

    private static string Text(string name, object value)
    {
        var text = value is byte[] bytes ? TextOf(name, bytes) : value.ToString() ?? "";
        return name is "deadline" or "time" or "due" or "latest" or "last" or "after_" && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : text;
    }

    // Contracts name what is to blame, and currencies, in ASCII.
    private static string TextOf(string name, byte[] bytes) => name is "what" or "currency" or "expected"
        ? System.Text.Encoding.ASCII.GetString(bytes).TrimEnd('\0')
        : Hex.Encode(bytes);
}
