namespace Ledger.Sdk.Confidentiality;

/// <summary>What an event tells, by the dimensions of EPCIS 2.0: the smallest thing that is shown or withheld.</summary>
public enum FieldGroup
{
    /// <summary>What makes it an event: type, eventID, action, errorDeclaration, <c>@context</c>. Whoever may read any group may read this one.</summary>
    Event = 0,

    /// <summary>EPCs, quantities, parent and children, inputs and outputs, transformationID.</summary>
    What = 1,

    /// <summary>readPoint and bizLocation.</summary>
    Where = 2,

    /// <summary>eventTime and its time zone.</summary>
    When = 3,

    /// <summary>bizStep, dispositions, business transactions, certificates.</summary>
    Why = 4,

    /// <summary>Sources and destinations.</summary>
    Parties = 5,

    /// <summary>Sensor elements.</summary>
    How = 6,

    /// <summary>Instance and lot master data.</summary>
    Ilmd = 7,

    /// <summary>Everything that is not EPCIS's own.</summary>
    Extensions = 8,
}

/// <summary>Names of groups, and the members of an event that each has.</summary>
public static class FieldGroups
{
    private static readonly Dictionary<string, FieldGroup> Members = new(StringComparer.Ordinal)
    {
        ["type"] = FieldGroup.Event,
        ["eventID"] = FieldGroup.Event,
        ["action"] = FieldGroup.Event,
        ["errorDeclaration"] = FieldGroup.Event,
        ["recordTime"] = FieldGroup.Event,
        ["@context"] = FieldGroup.Event,
        ["isA"] = FieldGroup.Event,
        ["epcList"] = FieldGroup.What,
        ["quantityList"] = FieldGroup.What,
        ["parentID"] = FieldGroup.What,
        ["childEPCs"] = FieldGroup.What,
        ["childQuantityList"] = FieldGroup.What,
        ["inputEPCList"] = FieldGroup.What,
        ["inputQuantityList"] = FieldGroup.What,
        ["outputEPCList"] = FieldGroup.What,
        ["outputQuantityList"] = FieldGroup.What,
        ["transformationID"] = FieldGroup.What,
        ["readPoint"] = FieldGroup.Where,
        ["bizLocation"] = FieldGroup.Where,
        ["eventTime"] = FieldGroup.When,
        ["eventTimeZoneOffset"] = FieldGroup.When,
        ["bizStep"] = FieldGroup.Why,
        ["disposition"] = FieldGroup.Why,
        ["persistentDisposition"] = FieldGroup.Why,
        ["bizTransactionList"] = FieldGroup.Why,
        ["certificationInfo"] = FieldGroup.Why,
        ["sourceList"] = FieldGroup.Parties,
        ["destinationList"] = FieldGroup.Parties,
        ["sensorElementList"] = FieldGroup.How,
        ["ilmd"] = FieldGroup.Ilmd,
    };

    /// <summary>All groups in their order.</summary>
    public static IReadOnlyList<FieldGroup> All { get; } = Enum.GetValues<FieldGroup>();

    /// <summary>The group of a member of an event.</summary>
    public static FieldGroup Of(string member) => Members.GetValueOrDefault(member, FieldGroup.Extensions);

    /// <summary>The name in requests and answers, such as <c>where</c>.</summary>
    public static string Name(this FieldGroup group) => group.ToString().ToLowerInvariant();

    /// <summary>The group of that name; false for none. <c>event</c> is no name of a request: it follows from the others.</summary>
    public static bool TryParse(string name, out FieldGroup group)
    {
        foreach (var known in All)
            if (known != FieldGroup.Event && known.Name() == name)
            {
                group = known;
                return true;
            }
        group = default;
        return false;
    }
}
