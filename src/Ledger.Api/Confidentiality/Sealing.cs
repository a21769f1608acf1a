using System.Security.Cryptography;
using System.Text;
using Ledger.Api.Documents;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Confidentiality;

/// <summary>What is sealed of one event that is about to be stored.</summary>
/// <param name="Made">The sealed groups.</param>
/// <param name="Leaves">The leaves of its commitment.</param>
/// <param name="Readers">Who may read some of it, each with the time by which it is found for that party: when it happened, where the party may know and the API
/// can tell it; unix milliseconds.</param>
/// <param name="Terms">What its readers find it by.</param>
public sealed record CapturedSeal(SealedEvent Made, IReadOnlyList<Hash32> Leaves, IReadOnlyDictionary<PartyId, long> Readers, IReadOnlyCollection<long> Terms);

/// <summary>Seals the events of one document: one content key for each set of readers.</summary>
public sealed class Sealing : IDisposable
{
    private static readonly byte[] NoSalt = [];

    private readonly MasterKey master;
    private readonly CaptureScope scope;
    private readonly Dictionary<string, Content> contents = [];

    internal Sealing(MasterKey master, CaptureScope scope) => (this.master, this.scope) = (master, scope);

    /// <summary>The content keys so far, with their readers' wraps.</summary>
    internal IEnumerable<Content> Contents => contents.Values;

    /// <summary>The party that captures.</summary>
    public PartyId Party => scope.Party;

    /// <summary>Seals what of an event is not public; an event of which everything is public is returned as it is.</summary>
    /// <param name="captured">The event as it would be stored if it were public.</param>
    /// <param name="custodians">Who holds or held what it names.</param>
    public CapturedEvent Seal(CapturedEvent captured, IReadOnlyCollection<PartyId> custodians)
    {
        ArgumentNullException.ThrowIfNull(captured);
        var layout = SealedEvent.LayoutOf(captured.Body.Span);
        var audiences = scope.Visibility.For(layout);
        if (audiences.Values.All(audience => audience.IsPublic)) return captured;
        var isWhole = !audiences[FieldGroup.Event].IsPublic;
        var named = isWhole || HasEventId(captured) ? captured : WithEventId(captured);
        var key = isWhole ? WholeKey(named) : named.Key;
        var salts = SaltsOf(audiences);
        var readers = new Dictionary<PartyId, bool>();
        var made = SealedEvent.Seal(named.Body.Span, scope.Context, key.ToArray(), salts, group =>
        {
            if (audiences[group].IsPublic) return null;
            var content = ContentFor(audiences[group], custodians);
            foreach (var reader in content.Readers.Keys) readers[reader] = readers.GetValueOrDefault(reader) || (group == FieldGroup.When && scope.Keys[reader].Held == (long)KeyHolder.Api);
            return content.Key;
        });
        var leaves = LeavesOf(named, salts, [.. made.Layout.ToArray().Select(group => (FieldGroup)group)]);
        var time = audiences.GetValueOrDefault(FieldGroup.When, audiences[FieldGroup.Event]).IsPublic ? captured.Time : scope.Now;
        return Blinded(named, audiences, made) with
        {
            Key = key,
            Hash = master.Blind("event hash", [.. BitConverter.GetBytes(scope.Party.Value), .. captured.Hash.Span]),
            Time = time,
            Salt = isWhole ? NoSalt : salts[FieldGroup.Event],
            Commitment = MerkleTree.RootOfLeaves(leaves),
            Body = made.Public,
            Seal = new CapturedSeal(made, leaves, readers.ToDictionary(pair => pair.Key, pair => pair.Value ? captured.Time : time), ReaderTerms.Of(master, named)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var content in contents.Values) content.Key.Dispose();
    }

    /// <summary>What an event that is sealed whole shares with none but the same event of the same party.</summary>
    private Hash32 WholeKey(CapturedEvent captured) =>
        master.Blind("event key", [.. BitConverter.GetBytes(scope.Party.Value), .. EventKey.Of(captured.EventId, captured.Flags.HasFlag(EventMarks.DeclaresError)).Span]);

    private static bool HasEventId(CapturedEvent captured) => captured.EventId != DocumentReader.HashId(captured.Hash.Span)
        || (EpcisEvent.TryReread(captured.Body, out var read) && !read.IsEventIdDerived);

    /// <summary>An ID for an event that has none but is partly public: its hash, which would serve otherwise, lets anyone try out what is sealed.</summary>
    private CapturedEvent WithEventId(CapturedEvent captured)
    {
        var id = $"urn:uuid:{new Guid(master.Blind("event id", [.. BitConverter.GetBytes(scope.Party.Value), .. captured.Hash.Span]).Span[..16])}";
        var body = captured.Body.Span;
        var start = body.IndexOf((byte)'{') + 1;
        byte[] member = [.. "\"eventID\":\""u8, .. Encoding.ASCII.GetBytes(id), (byte)'"', (byte)','];
        return captured with { EventId = id, Key = EventKey.Of(id, captured.Flags.HasFlag(EventMarks.DeclaresError)), Body = (byte[])[.. body[..start], .. member, .. body[start..]] };
    }

    private static Dictionary<FieldGroup, byte[]> SaltsOf(IReadOnlyDictionary<FieldGroup, Audience> audiences)
    {
        var open = RandomNumberGenerator.GetBytes(EventCommitment.SaltLength);
        return audiences.ToDictionary(pair => pair.Key, pair => pair.Value.IsPublic ? open : RandomNumberGenerator.GetBytes(EventCommitment.SaltLength));
    }

    private Hash32[] LeavesOf(CapturedEvent captured, Dictionary<FieldGroup, byte[]> salts, FieldGroup[] layout)
    {
        var seal = new EventSeal(layout, [], salts);
        var fields = FieldCommitment.Fields(captured.Body.Span, Encoding.UTF8.GetBytes(scope.Context), captured.Hash, name => seal.SaltOf(Encoding.UTF8.GetString(name)));
        return [.. fields.Select((field, place) => field.Leaf(place))];
    }

    /// <summary>Its columns and indexes: those of the groups that are public. By the units that it names it is also found for whoever gets custody of one.</summary>
    private CapturedEvent Blinded(CapturedEvent captured, IReadOnlyDictionary<FieldGroup, Audience> audiences, SealedEvent made)
    {
        bool IsOpen(FieldGroup group) => !audiences.TryGetValue(group, out var audience) || audience.IsPublic;
        bool IsShown(NamedEpc epc) => IsOpen(FieldGroup.What) && (!epc.IsOfMasterData || IsOpen(FieldGroup.Ilmd));
        var shown = made.IsWhole || !EpcisEvent.TryReread(made.Public, out var read) ? [] : Terms.OfEvent(read);
        return captured with
        {
            Flags = captured.Flags | (made.IsWhole ? EventMarks.Sealed : EventMarks.PartlySealed),
            Type = made.IsWhole ? EventType.Other : captured.Type,
            OwnType = made.IsWhole ? null : captured.OwnType,
            Action = made.IsWhole ? null : captured.Action,
            BizStep = IsOpen(FieldGroup.Why) ? captured.BizStep : null,
            Disposition = IsOpen(FieldGroup.Why) ? captured.Disposition : null,
            ReadPoint = IsOpen(FieldGroup.Where) ? captured.ReadPoint : null,
            BizLocation = IsOpen(FieldGroup.Where) ? captured.BizLocation : null,
            Epcs = [.. captured.Epcs.Where(IsShown)],
            Terms = [.. shown, .. captured.Epcs.Where(epc => !IsShown(epc)).Select(epc => ReaderTerms.OfEpc(master, epc.Id.Span)).Distinct()],
            Classes = IsOpen(FieldGroup.What) ? captured.Classes : [],
        };
    }

    private Content ContentFor(Audience audience, IReadOnlyCollection<PartyId> custodians)
    {
        IEnumerable<PartyId> all = [scope.Party, .. audience.Parties, .. audience.IsCustody ? custodians : []];
        var readers = all.Distinct().Where(scope.Keys.ContainsKey).Order().ToArray();
        var name = $"{audience.IsCustody} {string.Join(',', readers)}";
        if (contents.TryGetValue(name, out var known)) return known;
        var key = ContentKey.Generate();
        return contents[name] = new Content(key, audience.IsCustody, readers.ToDictionary(party => party, party => (scope.Keys[party].Id, key.Wrap(EncryptionPublicKey.FromBytes(scope.Keys[party].PublicKey)))));
    }

    /// <summary>A content key, whether the chain of custody may follow, and its wraps by reader.</summary>
    internal sealed record Content(ContentKey Key, bool IsCustody, IReadOnlyDictionary<PartyId, (long EncryptionKey, byte[] Wrap)> Readers);
}

/// <summary>What is the same for all events of a document.</summary>
/// <param name="Party">Who captures.</param>
/// <param name="Context">The document's <c>@context</c>, JSON.</param>
/// <param name="Visibility">Who may read what.</param>
/// <param name="Keys">The newest encryption key of every party that may come to read.</param>
/// <param name="Now">Unix milliseconds: stands in the database for the times that are not public.</param>
internal sealed record CaptureScope(PartyId Party, string Context, Visibility Visibility, IReadOnlyDictionary<PartyId, RegisteredKey> Keys, long Now);
