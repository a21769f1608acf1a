namespace Ledger.Sdk.Confidentiality;

/// <summary>Who may read what of an event: an audience for all groups, and others for some.</summary>
/// <remarks>
/// Text, as in the header <c>Ledger-Visibility</c>: the audience for all, then <c>group=audience</c>, parted by semicolons, such as
/// <c>public; where=parties:3,5; how=custody</c>. Groups: what, where, when, why, parties, how, ilmd, extensions.
/// </remarks>
public sealed record Visibility
{
    private readonly Audience[] audiences;

    private Visibility(Audience[] audiences) => this.audiences = audiences;

    /// <summary>Everything for everybody.</summary>
    public static Visibility Public { get; } = Parse("public");

    /// <summary>Whether everybody may read everything.</summary>
    public bool IsPublic => audiences.All(audience => audience.IsPublic);

    /// <summary>Whether some audience is the chain of custody.</summary>
    public bool NeedsCustody => audiences.Any(audience => audience.IsCustody);

    /// <summary>Who may read a group; for <see cref="FieldGroup.Event"/> who may read what has no group of its own in <see cref="For"/>.</summary>
    public Audience this[FieldGroup group] => audiences[(int)group];

    /// <summary>Parses the text form; false for anything else, a group that is named twice included.</summary>
    public static bool TryParse(string text, out Visibility visibility)
    {
        ArgumentNullException.ThrowIfNull(text);
        visibility = null!;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (!Audience.TryParse(parts[0], out var standard)) return false;
        var audiences = new Audience[FieldGroups.All.Count];
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var value] || !FieldGroups.TryParse(name, out var group)
                || audiences[(int)group] is not null || !Audience.TryParse(value, out audiences[(int)group])) return false;
        }
        for (var i = 0; i < audiences.Length; i++) audiences[i] ??= standard;
        visibility = new Visibility(audiences);
        return true;
    }

    /// <summary>Parses the text form.</summary>
    /// <exception cref="LedgerException">visibility-invalid.</exception>
    public static Visibility Parse(string text) => TryParse(text, out var visibility)
        ? visibility
        : throw new LedgerException("visibility-invalid", "The visibility is not understood.", "Such as `custody` or `public; where=parties:3,5; how=custody`; groups: what, where, when, why, parties, how, ilmd, extensions.");

    /// <summary>The audiences of one event's groups, by group: what makes it an event goes to everybody who may read any group that it has.</summary>
    public IReadOnlyDictionary<FieldGroup, Audience> For(IEnumerable<FieldGroup> present)
    {
        var result = present.Where(group => group != FieldGroup.Event).Distinct().ToDictionary(group => group, group => this[group]);
        result[FieldGroup.Event] = result.Values.Aggregate(this[FieldGroup.Event], (all, audience) => all.Or(audience));
        return result;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Join("; ", new[] { this[FieldGroup.Event].ToString() }.Concat(
        FieldGroups.All.Where(group => this[group] != this[FieldGroup.Event]).Select(group => $"{group.Name()}={this[group]}")));

    /// <inheritdoc/>
    public bool Equals(Visibility? other) => other is not null && audiences.AsSpan().SequenceEqual(other.audiences);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
