namespace Ledger.Sdk.Ethereum;

/// <summary>What a QBFT block carries in <c>extraData</c>: vanity, validators, a vote, the round, and the commit seals.</summary>
/// <remarks>
/// RLP of [vanity (32 bytes), validators, vote, round, seals], as Besu writes it; a vote is the empty list or [address, 0xff to add,
/// the empty string to remove]. Where a contract names the validators, their list is empty.
/// </remarks>
public sealed record QbftExtraData
{
    /// <summary>32 free bytes.</summary>
    public Hash32 Vanity { get; init; }

    /// <summary>Who validates this block and votes on the next.</summary>
    public IReadOnlyList<Address> Validators { get; init; } = [];

    /// <summary>The proposer's vote on a validator; null for none.</summary>
    public QbftVote? Vote { get; init; }

    /// <summary>The round in which the block was agreed, 0 for the first.</summary>
    public uint Round { get; init; }

    /// <summary>The seals: 65 bytes r‖s‖v, v of 0 or 1, each a signature of the sealing hash.</summary>
    public IReadOnlyList<byte[]> Seals { get; init; } = [];

    /// <summary>Decodes the bytes of <c>extraData</c>.</summary>
    /// <exception cref="FormatException">Not those of a QBFT block.</exception>
    public static QbftExtraData Decode(ReadOnlySpan<byte> extraData)
    {
        var outer = new RlpReader(extraData);
        var fields = outer.ReadList();
        outer.RequireEnd();
        var vanity = fields.ReadHash32();
        var validators = new List<Address>();
        for (var list = fields.ReadList(); !list.AtEnd;) validators.Add(list.ReadAddress());
        var vote = ReadVote(ref fields);
        var round = ReadRound(ref fields);
        var seals = new List<byte[]>();
        for (var list = fields.ReadList(); !list.AtEnd;) seals.Add(list.ReadBytes(65).ToArray());
        fields.RequireEnd();
        return new QbftExtraData { Vanity = vanity, Validators = validators, Vote = vote, Round = round, Seals = seals };
    }

    /// <summary>The bytes as they stand in a block.</summary>
    public byte[] Encode() => Encode(withRound: true, withSeals: true);

    // What is left out keeps its place: a round of zero, an empty list of seals.
    internal byte[] Encode(bool withRound, bool withSeals)
    {
        var writer = new RlpWriter(512).BeginList().Write(Vanity).BeginList();
        foreach (var validator in Validators) writer.Write(validator.Span);
        writer.EndList().BeginList();
        if (Vote is { } vote) writer.Write(vote.Validator.Span).Write(vote.Add ? [0xFF] : []);
        writer.EndList().Write(withRound ? Round : 0UL).BeginList();
        if (withSeals)
            foreach (var seal in Seals) writer.Write(seal);
        return writer.EndList().EndList().ToArray();
    }

    private static uint ReadRound(ref RlpReader fields) =>
        fields.ReadUInt64() is <= int.MaxValue and var round ? (uint)round : throw new FormatException("QBFT: a round of more than 31 bits.");

    private static QbftVote? ReadVote(ref RlpReader fields)
    {
        var vote = fields.ReadList();
        if (vote.AtEnd) return null;
        var validator = vote.ReadAddress();
        var kind = vote.ReadBytes();
        vote.RequireEnd();
        return kind switch
        {
            [0xFF] => new QbftVote(validator, Add: true),
            [] or [0x00] => new QbftVote(validator, Add: false),
            _ => throw new FormatException("QBFT: a vote that neither adds nor removes."),
        };
    }
}

/// <summary>A proposer's vote to add or remove a validator.</summary>
public sealed record QbftVote(Address Validator, bool Add);
