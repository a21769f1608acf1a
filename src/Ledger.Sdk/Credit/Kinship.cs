using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>Which parties the chain itself shows to be under one control: whoever holds the recovery key of two can take over both.</summary>
internal sealed class Kinship
{
    private readonly Dictionary<Address, PartyId> holders = [];
    private readonly Dictionary<PartyId, PartyId> parents = [];

    /// <summary>Takes keys into account; returns the parties that were joined, if any.</summary>
    public (PartyId A, PartyId B)? Apply(RegistryEvent happened) => happened switch
    {
        PartyAdmitted admitted when admitted.Recovery != Address.Zero => Join(admitted.Recovery, admitted.Party) ?? Meet(admitted.Key, admitted.Party),
        PartyAdmitted admitted => Meet(admitted.Key, admitted.Party),
        KeySet set => Meet(set.Key, set.Party),
        _ => null,
    };

    /// <summary>Whether two parties are under one control.</summary>
    public bool AreKin(PartyId a, PartyId b) => parents.Count > 0 && Root(a) == Root(b);

    public void Write(BinaryWriter writer)
    {
        writer.Table(new Dictionary<Hash32, PartyId>(holders.Select(pair => KeyValuePair.Create(Padded(pair.Key), pair.Value))), writer.Hash, writer.Party);
        writer.Table(new Dictionary<PartyId, PartyId>(parents.Keys.Select(party => KeyValuePair.Create(party, Root(party)))), writer.Party, writer.Party);
    }

    public static Kinship Read(BinaryReader reader)
    {
        var (kinship, padded) = (new Kinship(), new Dictionary<Hash32, PartyId>());
        reader.Table(padded, reader.Hash, reader.Party);
        foreach (var (address, party) in padded) kinship.holders[new Address(address.Span[12..])] = party;
        reader.Table(kinship.parents, reader.Party, reader.Party);
        return kinship;
    }

    private static Hash32 Padded(Address address)
    {
        Span<byte> word = stackalloc byte[32];
        address.Span.CopyTo(word[12..]);
        return new Hash32(word);
    }

    /// <summary>A recovery key belongs to whoever had it first.</summary>
    private (PartyId A, PartyId B)? Join(Address recovery, PartyId party)
    {
        if (holders.TryAdd(recovery, party)) return null;
        return Unite(holders[recovery], party);
    }

    /// <summary>A party whose key is another's recovery key controls it.</summary>
    private (PartyId A, PartyId B)? Meet(Address key, PartyId party)
    {
        if (holders.TryAdd(key, party)) return null;
        return Unite(holders[key], party);
    }

    private (PartyId A, PartyId B)? Unite(PartyId a, PartyId b)
    {
        var (first, second) = (Root(a), Root(b));
        if (first == second) return null;
        // The lower number leads, so that the result does not depend on how the joining went.
        var (lead, other) = first < second ? (first, second) : (second, first);
        (parents[other], parents[lead]) = (lead, lead);
        return (a, b);
    }

    private PartyId Root(PartyId party)
    {
        while (parents.TryGetValue(party, out var parent) && parent != party) party = parent;
        return party;
    }
}
