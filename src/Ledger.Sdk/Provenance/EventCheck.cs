using System.Text;
using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Sdk.Provenance;

/// <summary>Checks what a bundle says of an event: its fields, its event hash, and who captured it.</summary>
internal static class EventCheck
{
    /// <summary>Checks, adds what is left to trust, and says in words what is shown and who captured it.</summary>
    public static string Run(EventProof proof, Action<string, bool, string> check, List<string> trust)
    {
        var commitment = MerkleTree.RootOfLeaves([.. proof.Fields.Select(leaf => leaf.Leaf)]);
        var holds = commitment == proof.Commitment;
        check("fields", holds, holds
            ? $"{Shown(proof)} give the commitment {commitment}"
            : $"fields and salts give {commitment}, not the commitment {proof.Commitment}: one of them was altered");
        var hash = proof.Find(FieldCommitment.HashName) is { } field ? EventProofReader.HashOf(field) : null;
        if (hash is not null && proof.Withheld == 0) CheckHash(proof, check);
        else if (hash is not null) trust.Add("that the event hash is that of the whole event: it can be computed only where no field is withheld");
        var captured = proof.Capture is { } capture ? Captured(proof, capture, hash, check, trust) : "who captured it is not shown";
        return $"Of the event, {Shown(proof)}; {captured}.";
    }

    private static string Shown(EventProof proof)
    {
        string[] names = [.. proof.Fields.Where(leaf => leaf.Field is not null).Select(leaf => leaf.Field!.Name)];
        var withheld = proof.Withheld == 0 ? "none is withheld" : $"{proof.Withheld} of {proof.Fields.Count} are withheld";
        return names.Length == 0 ? "no field is shown" : $"the fields {string.Join(", ", names)} are shown, {withheld}";
    }

    private static void CheckHash(EventProof proof, Action<string, bool, string> check)
    {
        var stated = JsonSerializer.Deserialize<string>(proof.Fields[0].Field!.Value);
        try
        {
            var computed = EventHash.Compute(Encoding.UTF8.GetBytes(Document(proof))).Single();
            check("event hash", computed == stated, computed == stated
                ? $"the fields are those of the event {stated}"
                : $"the fields give {computed}, not {stated}: whoever captured the event committed to another hash");
        }
        catch (InvalidEpcisException exception)
        {
            check("event hash", false, $"the fields are no event: {exception.Message}");
        }
    }

    /// <summary>A document with the event alone, made of its fields.</summary>
    private static string Document(EventProof proof)
    {
        var context = proof.Fields[1].Field!.Value;
        var members = proof.Fields.Skip(FieldCommitment.FirstMember).Select(leaf => $"{CanonicalJson.Quote(leaf.Field!.Name)}:{leaf.Field.Value}");
        return $$$"""{"@context":{{{context}}},"type":"EPCISDocument","epcisBody":{"eventList":[{{{{string.Join(',', members)}}}}]}}""";
    }

    private static string Captured(EventProof proof, CaptureProof capture, Hash32? hash, Action<string, bool, string> check, List<string> trust)
    {
        var message = capture.Message;
        var root = hash is { } of ? MerkleTree.RootOf(of, [.. capture.Path]) : (Hash32?)null;
        check("capture", root == message.EventsRoot, root is null
            ? "the event hash that was signed for is withheld"
            : root == message.EventsRoot
                ? $"the event is one of the {message.Count} of the document that was signed for"
                : $"event hash and path lead to {root}, not to {message.EventsRoot}, which was signed for");
        var recovered = capture.Signature.TryRecover(message.Digest(proof.Domain, capture.SignedBy), out var key) ? key : (Address?)null;
        var isBySigner = recovered == capture.Signer;
        var byParty = capture.SignedBy == CaptureSigner.Party;
        check("capture signature", isBySigner, isBySigner
            ? $"{capture.Signer} signed for the document {(byParty ? $"as party {message.Party}" : $"on behalf of party {message.Party}")}"
            : $"of this message it is by {recovered?.ToString() ?? "no key at all"}, not by {capture.Signer}: the message, the signature or the key was altered");
        trust.Add(byParty
            ? $"that {capture.Signer} was the key of party {message.Party} when it captured the event"
            : $"that {capture.Signer}, the key of the server that took the event, tells the truth about party {message.Party} having sent it");
        return byParty
            ? $"party {message.Party} captured it and signed for that"
            : $"party {message.Party} captured it, for which the server signed, not the party";
    }
}
