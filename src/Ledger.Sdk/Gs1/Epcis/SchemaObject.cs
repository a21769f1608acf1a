namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Which further members an object may have.</summary>
internal enum ExtraMembers
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>Those whose name is a URI or a prefixed name.</summary>
    Named,

    /// <summary>None.</summary>
    None,
}

/// <summary>What an object must look like: a check for each field, required fields, and what else it may hold.</summary>
internal sealed class SchemaObject(ExtraMembers extra, EpcisField[] required, params (EpcisField Field, SchemaCheck Check)[] fields)
{
    private readonly SchemaCheck?[] checks = Index(fields);

    /// <summary>Further conditions that concern several members.</summary>
    public SchemaCheck? Together { get; init; }

    public void Check(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.Object)
        {
            report.Add(node, "An object belongs here.");
            return;
        }
        foreach (var field in required)
            if (report.Tape.Find(node, field) < 0)
                report.Add(node, $"The member '{System.Text.Encoding.UTF8.GetString(EpcisFields.Name(field))}' is missing.");
        for (var child = node + 1; child < report.Tape[node].End; child = report.Tape[child].End)
        {
            if (checks[(int)report.Tape[child].Field] is { } check) check(report, child);
            else if (extra == ExtraMembers.None || (extra == ExtraMembers.Named && !SchemaValues.IsUri(report.Tape.Name(child))))
                report.Add(node, $"The member '{System.Text.Encoding.UTF8.GetString(report.Tape.Name(child))}' is unknown here"
                    + (extra == ExtraMembers.None ? "." : "; an extension needs a namespace, as example:name."));
        }
        Together?.Invoke(report, node);
    }

    /// <summary>An array whose elements keep the check.</summary>
    public static SchemaCheck List(SchemaCheck element, int fewest = 0, bool unique = false) => (report, node) =>
    {
        if (report.Tape[node].Kind != JsonKind.Array)
        {
            report.Add(node, "An array belongs here.");
            return;
        }
        if (report.Tape[node].Count < fewest) report.Add(node, $"At least {fewest} element belongs here.");
        for (var child = node + 1; child < report.Tape[node].End; child = report.Tape[child].End) element(report, child);
        if (unique && report.Tape[node].Count > 1) CheckUnique(report, node);
    };

    private static void CheckUnique(SchemaReport report, int node)
    {
        const int Few = 16;
        if (report.Tape[node].Count <= Few && AreDifferent(report.Tape, node)) return;
        var seen = new HashSet<string>();
        for (var child = node + 1; child < report.Tape[node].End; child = report.Tape[child].End)
            if (!seen.Add(report.Tape.String(child))) report.Add(node, $"'{report.Tape.String(child)}' occurs twice.");
    }

    /// <summary>Compares each with each, which for a few is quicker than to make strings of them.</summary>
    private static bool AreDifferent(JsonTape tape, int node)
    {
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            for (var earlier = node + 1; earlier < child; earlier = tape[earlier].End)
                if (tape.Text(earlier).SequenceEqual(tape.Text(child))) return false;
        return true;
    }

    private static SchemaCheck?[] Index((EpcisField Field, SchemaCheck Check)[] fields)
    {
        var index = new SchemaCheck?[Enum.GetValues<EpcisField>().Length];
        foreach (var (field, check) in fields) index[(int)field] = check;
        return index;
    }
}
