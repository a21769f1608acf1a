using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>JSON-RPC 2.0 request and response objects (specification sections 4 to 6).</summary>
internal static class RpcEnvelope
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const string NoNode = "Check that the address is that of a JSON-RPC node.";

    /// <summary>One request, or an array of them with consecutive ids.</summary>
    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<RpcRequest> requests, ulong firstId, bool batch)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * requests.Length);
        using var writer = new Utf8JsonWriter(buffer, Options);
        if (batch) writer.WriteStartArray();
        foreach (var request in requests)
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteNumber("id"u8, firstId++);
            writer.WriteString("method"u8, request.Method);
            writer.WriteStartArray("params"u8);
            request.WriteParameters?.Invoke(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if (batch) writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The result of a single response.</summary>
    /// <exception cref="RpcException">The node answered with an error, or with something that answers another request.</exception>
    public static T ReadSingle<T>(ReadOnlySpan<byte> body, RpcRequest request, ulong id, RpcParser<T> parse)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var answer = ReadAnswer(ref reader, body, _ => request.Method, parse);
            if (reader.Read()) throw RpcJson.Unexpected(ref reader, "the end");
            if (answer.Id != id && !(answer.Id is null && answer.Result.Error is not null))
                throw new JsonException($"The answer carries the id {answer.Id?.ToString(CultureInfo.InvariantCulture) ?? "null"} and not {id}.");
            return answer.Result.Unwrap();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw Unreadable(request.Method, e);
        }
    }

    /// <summary>The results of a batch in the order of the requests; the answers may come in any order.</summary>
    /// <exception cref="RpcException">The node refused the batch as a whole, or ids are missing, twice or unknown.</exception>
    public static RpcResult<T>[] ReadBatch<T>(ReadOnlySpan<byte> body, ReadOnlySpan<RpcRequest> requests, ulong firstId, RpcParser<T> parse)
    {
        try
        {
            var methods = new string[requests.Length];
            for (var i = 0; i < methods.Length; i++) methods[i] = requests[i].Method;
            string MethodOf(ulong? id) => id - firstId is { } i && i < (ulong)methods.Length ? methods[i] : "batch";
            var reader = new Utf8JsonReader(body);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                throw ReadAnswer(ref reader, body, static _ => "batch", parse).Result.Error ?? (Exception)new JsonException("One result for a batch.");
            return ReadAnswers(ref reader, body, methods.Length, firstId, MethodOf, parse);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw Unreadable("batch", e);
        }
    }

    private static RpcResult<T>[] ReadAnswers<T>(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int count, ulong firstId, Func<ulong?, string> methodOf, RpcParser<T> parse)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw RpcJson.Unexpected(ref reader, "an array");
        var results = new RpcResult<T>[count];
        var seen = new bool[count];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var (id, result) = ReadAnswer(ref reader, body, methodOf, parse);
            var index = id is { } number && number >= firstId && number - firstId < (ulong)count ? (int)(number - firstId) : -1;
            if (index < 0) throw result.Error is { } error && id is null ? error : new JsonException("The batch holds an answer that nobody asked for.");
            if (seen[index]) throw new JsonException("The batch answers one request twice.");
            (results[index], seen[index]) = (result, true);
        }

        return Array.TrueForAll(seen, static answered => answered) ? results : throw new JsonException("The batch leaves requests unanswered.");
    }

    private static (ulong? Id, RpcResult<T> Result) ReadAnswer<T>(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Func<ulong?, string> methodOf, RpcParser<T> parse)
    {
        RpcJson.ExpectObject(ref reader);
        ulong? id = null;
        Range? error = null;
        var (value, hasValue, isNull) = (default(T)!, false, false);
        while (RpcJson.NextMember(ref reader))
        {
            var (isResult, isError, isId) = (reader.IsName("result"u8), reader.IsName("error"u8), reader.IsName("id"u8));
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.Number) id = reader.GetUInt64();
            else if (isResult && reader.IsNull()) isNull = true;
            else if (isResult) (value, hasValue) = (parse(ref reader), true);
            else if (isError && reader.TokenType == JsonTokenType.StartObject) error = Skip(ref reader);
            else reader.Skip();
        }

        if (error is { } range) return (id, new RpcResult<T>(default!, ReadError(body[range], methodOf(id))));
        if (isNull) value = ParseNull(parse);
        return hasValue || isNull ? (id, new RpcResult<T>(value, null)) : throw new JsonException("The answer has neither result nor error.");
    }

    /// <summary>Some nodes send <c>"result":null</c> beside an error, so null is read only once it is clear that there is none.</summary>
    private static T ParseNull<T>(RpcParser<T> parse)
    {
        var reader = new Utf8JsonReader("null"u8);
        reader.Read();
        return parse(ref reader);
    }

    private static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static RpcException ReadError(ReadOnlySpan<byte> json, string method)
    {
        var reader = new Utf8JsonReader(json);
        var error = JsonElement.ParseValue(ref reader);
        var code = error.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.Number && c.TryGetInt32(out var number) ? number : 0;
        var message = error.TryGetProperty("message", out var m) && m.ValueKind == JsonValueKind.String ? m.GetString()! : "no message";
        JsonElement? data = error.TryGetProperty("data", out var d) && d.ValueKind is not JsonValueKind.Null ? d : null;
        return RpcErrors.Create(method, code, message, data);
    }

    private static RpcException Unreadable(string method, Exception e) =>
        new(RpcErrorKind.InvalidResponse, $"{method}: the node's answer could not be understood: {e.Message}", NoNode, e) { Method = method };
}
