using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>What the chain tells of one party apart from its trades.</summary>
public sealed class PartyTally
{
    /// <summary>When it was admitted, in unix seconds.</summary>
    public ulong Admitted { get; set; }

    /// <summary>Its status.</summary>
    public PartyStatus Status { get; set; } = PartyStatus.Active;

    /// <summary>Units that it received.</summary>
    public UInt128 Received { get; set; }

    /// <summary>Conditions other than sound that its devices attested of units in its custody.</summary>
    public UInt128 Excursions { get; set; }

    /// <summary>Principal of loans that it took.</summary>
    public UInt128 Borrowed { get; set; }

    /// <summary>Principal of them that was paid back.</summary>
    public UInt128 Repaid { get; set; }

    /// <summary>What was owed of its loans when lenders impaired them.</summary>
    public UInt128 Impaired { get; set; }

    /// <summary>What was owed of its loans when they defaulted: those with recourse, and those that its own goods or orders stood for.</summary>
    public UInt128 Defaulted { get; set; }

    /// <summary>What came in after defaults.</summary>
    public UInt128 Recovered { get; set; }

    /// <summary>Loans with recourse that defaulted: lenders came back to it.</summary>
    public UInt128 Recourses { get; set; }

    /// <summary>What it owes, by the day (since 1970) that it is due.</summary>
    public Dictionary<uint, UInt128> Open { get; private init; } = new(0);

    internal void Owe(uint day, UInt128 amount) => Open[day] = Open.GetValueOrDefault(day) + amount;

    internal void Settle(uint day, UInt128 amount)
    {
        var left = Open.GetValueOrDefault(day);
        if (left > amount) Open[day] = left - amount;
        else Open.Remove(day);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Number(Admitted);
        writer.Write((byte)Status);
        foreach (var sum in (ReadOnlySpan<UInt128>)[Received, Excursions, Borrowed, Repaid, Impaired, Defaulted, Recovered, Recourses]) writer.Sum(sum);
        writer.Table(Open, writer.Write, writer.Sum);
    }

    internal static PartyTally Read(BinaryReader reader)
    {
        var tally = new PartyTally
        {
            Admitted = reader.Number(),
            Status = (PartyStatus)reader.ReadByte(),
            Received = reader.Sum(),
            Excursions = reader.Sum(),
            Borrowed = reader.Sum(),
            Repaid = reader.Sum(),
            Impaired = reader.Sum(),
            Defaulted = reader.Sum(),
            Recovered = reader.Sum(),
            Recourses = reader.Sum(),
        };
        reader.Table(tally.Open, reader.ReadUInt32, reader.Sum);
        return tally;
    }
}
