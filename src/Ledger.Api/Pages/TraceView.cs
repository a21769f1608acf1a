using Ledger.Sdk;

namespace Ledger.Api.Pages;

/// <summary>How good the news is.</summary>
public enum Tone
{
    /// <summary>Everything fits.</summary>
    Good,

    /// <summary>Nothing is wrong, but something can't be said yet or here.</summary>
    Open,

    /// <summary>Something is wrong.</summary>
    Bad,
}

/// <summary>What the trace page says, ready to be drawn.</summary>
public sealed record TraceView
{
    /// <summary>What kind of thing it is, in words.</summary>
    public required string Kind { get; init; }

    /// <summary>The product's name, or what the identifier says.</summary>
    public required string Title { get; init; }

    /// <summary>The identifier in parts: GTIN, serial number, lot.</summary>
    public required IReadOnlyList<Fact> Keys { get; init; }

    /// <summary>Its Digital Link on this server.</summary>
    public required string Link { get; init; }

    /// <summary>The identifier as the API takes it in a path.</summary>
    public required string Epc { get; init; }

    /// <summary>The answer to the consumer's question.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Recalls, damage, disputes: what one must know first.</summary>
    public IReadOnlyList<Verdict> Alerts { get; init; } = [];

    /// <summary>Who has it now; null where the chain does not know it.</summary>
    public Holding? Now { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<JourneyStep> Steps { get; init; } = [];

    /// <summary>What it was made of or taken from.</summary>
    public IReadOnlyList<Related> Origins { get; init; } = [];

    /// <summary>What it became part of, or contains.</summary>
    public IReadOnlyList<Related> Contents { get; init; } = [];

    /// <summary>Events about it that were captured, and how many of them are anchored.</summary>
    public int Captured { get; init; }

    /// <inheritdoc cref="Captured"/>
    public int Anchored { get; init; }

    /// <summary>The chain's id.</summary>
    public ulong ChainId { get; init; }

    /// <summary>The block that this is as of; null before the first one.</summary>
    public AsOf? AsOf { get; init; }
}

/// <summary>A label and its value.</summary>
public sealed record Fact(string Label, string Value);

/// <summary>A sentence that answers, and one that explains.</summary>
public sealed record Verdict(Tone Tone, string Headline, string Detail);

/// <summary>Who has the goods, since when, and in what.</summary>
/// <param name="Party">The party's name.</param>
/// <param name="Colour">The number of its colour.</param>
/// <param name="Since">When it took them over.</param>
/// <param name="Inside">What they are packed in; null for nothing.</param>
public sealed record Holding(string Party, int Colour, DateTimeOffset Since, Related? Inside);

/// <summary>Another unit or lot: its name and, where it can be named, its page.</summary>
public sealed record Related(string Name, string? Link, string Words);

/// <summary>One thing that happened.</summary>
/// <param name="Time">When, by the chain's clock or the event's.</param>
/// <param name="Words">What happened.</param>
/// <param name="Where">Where, if it was said.</param>
/// <param name="Colour">The number of the colour of whoever holds the goods afterwards.</param>
/// <param name="IsHandOff">Whether they changed hands.</param>
/// <param name="Tone">How far it is confirmed.</param>
/// <param name="Note">How it was confirmed, in words.</param>
/// <param name="Evidence">Where on the chain it is; null for what is only recorded.</param>
public sealed record JourneyStep(DateTimeOffset Time, string Words, string? Where, int Colour, bool IsHandOff, Tone Tone, string Note, Evidence? Evidence);

/// <summary>What proves a step.</summary>
/// <param name="Block">The block.</param>
/// <param name="Time">The block's time; null where it is that of an anchor.</param>
/// <param name="Transaction">The transaction's hash; empty for an anchored record.</param>
/// <param name="Proof">Where the proof file is.</param>
/// <param name="FileName">What to save it as.</param>
public sealed record Evidence(ulong Block, DateTimeOffset? Time, string Transaction, string Proof, string FileName);
