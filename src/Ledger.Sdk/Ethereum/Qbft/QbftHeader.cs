namespace Ledger.Sdk.Ethereum;

/// <summary>The header of a QBFT block: its hash, and the seals by which validators committed it.</summary>
/// <remarks>
/// Seals are collected after the block is fixed, and one block may be agreed in a later round than it was first proposed in; so the
/// block hash leaves both out, and the seals sign the header with the round but without the seals (Besu, BFT block hashing).
/// </remarks>
public sealed class QbftHeader
{
    /// <summary>Reads the extra data of a header.</summary>
    /// <exception cref="FormatException">They are not those of a QBFT block.</exception>
    public QbftHeader(BlockHeader header)
    {
        Header = header;
        ExtraData = QbftExtraData.Decode(header.ExtraData.Span);
        BlockHash = HashWith(ExtraData.Encode(withRound: false, withSeals: false));
        SealingHash = HashWith(ExtraData.Encode(withRound: true, withSeals: false));
    }

    /// <summary>The header as it stands.</summary>
    public BlockHeader Header { get; }

    /// <summary>What the header carries for the consensus.</summary>
    public QbftExtraData ExtraData { get; }

    /// <summary>The hash of the block, as nodes report it.</summary>
    public Hash32 BlockHash { get; }

    /// <summary>The hash each seal signs.</summary>
    public Hash32 SealingHash { get; }

    /// <summary>Decodes the RLP of a header.</summary>
    /// <exception cref="FormatException">Not the header of a QBFT block.</exception>
    public static QbftHeader Decode(ReadOnlySpan<byte> encoded) => new(BlockHeader.Decode(encoded));

    /// <summary>How many of <paramref name="validators"/> must seal a block: two thirds, rounded up.</summary>
    public static int Quorum(int validators) => (2 * validators + 2) / 3;

    /// <summary>Who made each seal, in order; null where no key can have.</summary>
    public IReadOnlyList<Address?> RecoverCommitters() => [.. ExtraData.Seals.Select(Committer)];

    /// <summary>Checks the seals against the validators the caller trusts: all valid, distinct, of the set, and two thirds of it.</summary>
    public QbftSealCheck VerifySeals(IReadOnlyCollection<Address> validators)
    {
        var trusted = validators.ToHashSet();
        var committers = RecoverCommitters();
        var required = Quorum(trusted.Count);
        return new QbftSealCheck(committers, required, Problem(trusted, committers, required));
    }

    private string? Problem(HashSet<Address> trusted, IReadOnlyList<Address?> committers, int required)
    {
        if (trusted.Count == 0) return "no validators were given";
        if (ExtraData.Validators.Count > 0 && !trusted.SetEquals(ExtraData.Validators)) return "the header names other validators than those given";
        var seen = new HashSet<Address>();
        for (var i = 0; i < committers.Count; i++)
        {
            if (committers[i] is not { } committer) return $"seal {i} is no signature";
            if (!trusted.Contains(committer)) return $"seal {i} is of {committer}, who is no validator";
            if (!seen.Add(committer)) return $"seal {i} is the second of {committer}";
        }
        return seen.Count < required ? $"{seen.Count} of {trusted.Count} validators sealed the block, {required} are required" : null;
    }

    private Address? Committer(byte[] seal) =>
        seal is { Length: 65 } && seal[64] <= 1 && Signature.TryRecover(seal.AsSpan(0, 64), seal[64], SealingHash, out var address) ? address : null;

    private Hash32 HashWith(byte[] extraData) => (Header with { ExtraData = extraData }).Hash;
}

/// <summary>What checking a block's seals gave.</summary>
/// <param name="Committers">Who made each seal, in order; null where no key can have.</param>
/// <param name="Required">How many distinct validators are needed.</param>
/// <param name="Problem">What does not match; null where the seals hold.</param>
public sealed record QbftSealCheck(IReadOnlyList<Address?> Committers, int Required, string? Problem)
{
    /// <summary>Whether the seals hold.</summary>
    public bool IsValid => Problem is null;
}
