using System.Buffers;
using System.Text;
using System.Text.Json;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>
/// Copies an event byte for byte, with recordTime, a derived eventID and translated identifiers put in. Nothing else changes, so that no
/// digit of a number is lost.
/// </summary>
internal sealed class EventRewriter(AnswerFormat format)
{
    private readonly JsonTape tape = new();
    private readonly List<(int Start, int Length, string Text)> edits = [];

    public void Write(AnsweredEvent source, string? context, IBufferWriter<byte> to)
    {
        if (tape.Load(source.Json, setEventsAside: false) is { } error) throw new FormatException(error);
        edits.Clear();
        Head(source, context);
        if (!format.KeepsAll) Translate();
        edits.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var at = 0;
        foreach (var (start, length, text) in edits)
        {
            to.Write(source.Json.Span[at..start]);
            Encoding.UTF8.GetBytes(text, to);
            at = start + length;
        }
        to.Write(source.Json.Span[at..]);
    }

    private void Head(AnsweredEvent source, string? context)
    {
        var first = new StringBuilder();
        var own = tape.Find(0, Context);
        if (context is not null && own < 0) first.Append("\"@context\":").Append(context).Append(',');
        else if (context is not null) Replace(own, tape[own].Kind == JsonKind.Array
            ? $"[{context}{(tape[own].Count > 0 ? "," : "")}{tape.Json(own)[1..]}" : $"[{context},{tape.Json(own)}]");
        var time = $"\"{source.RecordTime.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\"";
        if (tape.Find(0, RecordTime) is >= 0 and var recorded) Replace(recorded, time);
        else first.Append("\"recordTime\":").Append(time).Append(',');
        if (source.DerivedId is { } id && tape.Find(0, EventId) < 0) first.Append("\"eventID\":").Append(Quoted(id)).Append(',');
        if (source.Withheld.Count > 0) first.Append("\"ledger:withheld\":").Append(JsonSerializer.Serialize(source.Withheld)).Append(',');
        if (tape[0].Count == 0 && first.Length > 0) first.Length--;
        edits.Add((tape[0].Start + 1, 0, first.ToString()));
    }

    private void Translate()
    {
        for (var child = 1; child < tape[0].End; child = tape[child].End)
            switch (tape[child].Field)
            {
                case EpcList or ChildEpcs or InputEpcList or OutputEpcList or ParentId:
                    Each(child, format.Identifier);
                    break;
                case QuantityList or ChildQuantityList or InputQuantityList or OutputQuantityList:
                    Members(child, EpcClass, format.Identifier);
                    break;
                case ReadPoint or BizLocation:
                    Member(child, Id, format.Identifier);
                    break;
                case BizTransactionList:
                    Members(child, BizTransaction, format.Identifier, CbvVocabulary.BizTransactionType);
                    break;
                case SourceList:
                    Members(child, Source, format.Identifier, CbvVocabulary.SourceDestinationType);
                    break;
                case DestinationList:
                    Members(child, Destination, format.Identifier, CbvVocabulary.SourceDestinationType);
                    break;
                case BizStep:
                    Each(child, Terms(CbvVocabulary.BizStep));
                    break;
                case Disposition:
                    Each(child, Terms(CbvVocabulary.Disposition));
                    break;
                case PersistentDisposition:
                    Member(child, Set, Terms(CbvVocabulary.Disposition));
                    Member(child, Unset, Terms(CbvVocabulary.Disposition));
                    break;
                case ErrorDeclaration:
                    Member(child, Reason, Terms(CbvVocabulary.ErrorReason));
                    break;
            }
    }

    private Func<string, string> Terms(CbvVocabulary vocabulary) => term => format.Term(vocabulary, term);

    private void Members(int list, EpcisField field, Func<string, string> translate, CbvVocabulary? types = null)
    {
        for (var item = list + 1; tape[list].Kind == JsonKind.Array && item < tape[list].End; item = tape[item].End)
        {
            Member(item, field, translate);
            if (types is { } vocabulary) Member(item, EpcisField.Type, Terms(vocabulary));
        }
    }

    private void Member(int node, EpcisField field, Func<string, string> translate)
    {
        if (tape.Find(node, field) is >= 0 and var found) Each(found, translate);
    }

    private void Each(int node, Func<string, string> translate)
    {
        if (tape[node].Kind == JsonKind.Array) List(node, translate);
        if (tape[node].Kind != JsonKind.String) return;
        var text = tape.String(node);
        var translated = translate(text);
        if (!ReferenceEquals(text, translated) && text != translated) Replace(node, Quoted(translated));
    }

    /// <summary>A list may hold one thing in two forms; in one form it would repeat itself, which no list of EPCs may.</summary>
    private void List(int list, Func<string, string> translate)
    {
        var present = new HashSet<string>(tape[list].Count, StringComparer.Ordinal);
        for (var item = list + 1; item < tape[list].End; item = tape[item].End)
            if (tape[item].Kind == JsonKind.String) present.Add(tape.String(item));
        for (var item = list + 1; item < tape[list].End; item = tape[item].End)
            Each(item, text => translate(text) is var translated && translated != text && present.Add(translated) ? translated : text);
    }

    /// <summary>Replaces a whole value.</summary>
    private void Replace(int node, string json)
    {
        ref readonly var at = ref tape[node];
        edits.Add(at.Kind == JsonKind.String ? (at.RawStart - 1, at.RawLength + 2, json) : (at.Start, at.Length, json));
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, QueryDocument.Json);
}
