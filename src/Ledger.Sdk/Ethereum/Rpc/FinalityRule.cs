using System.Globalization;

namespace Ledger.Sdk.Ethereum;

/// <summary>When a block of this network counts as final: configuration, because not every consensus tells.</summary>
/// <remarks><c>immediate</c> for BFT networks (QBFT) and development nodes, <c>tag</c> where the node follows <c>finalized</c>,
/// <c>depth:N</c> for N blocks on top.</remarks>
public readonly record struct FinalityRule
{
    private FinalityRule(bool followsTag, ulong depth) => (FollowsTag, Depth) = (followsTag, depth);

    /// <summary>Every block is final as soon as it is in the chain.</summary>
    public static FinalityRule Immediate => default;

    /// <summary>The node's <c>finalized</c> block and all below it.</summary>
    public static FinalityRule Tag => new(true, 0);

    /// <summary>Blocks with at least <paramref name="blocks"/> on top of them; the genesis block always.</summary>
    public static FinalityRule OfDepth(ulong blocks) => new(false, blocks);

    /// <summary>True for <c>tag</c>.</summary>
    public bool FollowsTag { get; }

    /// <summary>How many blocks must stand on top; 0 for <c>immediate</c>.</summary>
    public ulong Depth { get; }

    /// <summary>Parses <c>immediate</c>, <c>tag</c> or <c>depth:N</c>.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static FinalityRule Parse(string text) =>
        TryParse(text, out var rule) ? rule : throw new FormatException("A finality rule is 'immediate', 'tag' or 'depth:N'.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse(string? text, out FinalityRule rule)
    {
        rule = text is "tag" ? Tag : Immediate;
        if (text is "immediate" or "tag") return true;
        const string prefix = "depth:";
        if (text is null || !text.StartsWith(prefix, StringComparison.Ordinal)) return false;
        if (!ulong.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var depth)) return false;
        rule = OfDepth(depth);
        return true;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => FollowsTag ? "tag" : Depth == 0 ? "immediate" : string.Create(CultureInfo.InvariantCulture, $"depth:{Depth}");
}
