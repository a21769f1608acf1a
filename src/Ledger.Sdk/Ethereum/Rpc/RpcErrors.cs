using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Turns the error objects of the nodes into one kind and finds the data of a revert in them.</summary>
internal static class RpcErrors
{
    /// <summary>What the nodes write, in the order in which it is looked for.</summary>
    private static readonly (RpcErrorKind Kind, string[] Words)[] Dialects =
    [
        (RpcErrorKind.NonceTooLow, ["nonce too low", "nonce is too low"]),
        (RpcErrorKind.NonceTooHigh, ["nonce too high", "nonce is too distant", "nonce too distant"]),
        (RpcErrorKind.AlreadyKnown, ["already known", "known transaction", "already imported", "already in the mempool", "already exists in the mempool"]),
        (RpcErrorKind.Underpriced, ["underpriced", "gas price too low", "gas price below", "max fee per gas less than", "maxfeepergas", "fee cap less than"]),
        (RpcErrorKind.Underpriced, ["less than the block's base fee", "lower than the block"]),
        (RpcErrorKind.InsufficientFunds, ["insufficient funds", "enough funds", "upfront cost exceeds", "insufficient balance"]),
        (RpcErrorKind.WrongChainId, ["invalid chain id", "invalid chainid", "wrong chainid", "incompatible chain id", "invalid sender"]),
        (RpcErrorKind.GasLimit, ["intrinsic gas", "requires at least", "block gas limit", "gas limit too", "out of gas"]),
        (RpcErrorKind.NotPermitted, ["not authorized", "not permitted"]),
        (RpcErrorKind.MethodNotFound, ["is not supported", "method not found", "not enabled"]),
        (RpcErrorKind.RangeTooLarge, ["range limit", "block range is too", "range too large", "exceeds maximum rpc range", "max block range"]),
        (RpcErrorKind.RangeTooLarge, ["query returned more than", "too many results", "response size exceeded"]),
        (RpcErrorKind.UnknownBlock, ["blockoutofrange", "unknown block", "block not found", "blockhash cannot be found", "header not found"]),
        (RpcErrorKind.UnknownBlock, ["beyond current head"]),
        (RpcErrorKind.RequestTooLarge, ["batch too large", "batch size", "requests in batch", "exceeds max batch"]),
        (RpcErrorKind.RateLimited, ["too many requests", "rate limit"]),
        (RpcErrorKind.NodeBusy, ["sync is still in progress", "busy", "overloaded", "timed out", "timeout"]),
        (RpcErrorKind.InvalidParams, ["invalid block range"]),
    ];

    /// <summary>The exception for one error object of a node.</summary>
    public static RpcException Create(string method, int code, string message, JsonElement? data)
    {
        var revert = RevertData(code, message, data);
        var kind = revert is null ? Classify(method, code, message) : RpcErrorKind.Reverted;
        return new RpcException(kind, $"{method} failed: {message} (code {code})", Hint(kind))
        {
            RpcCode = code,
            ErrorData = data?.GetRawText(),
            RevertData = revert is null ? default(ReadOnlyMemory<byte>?) : revert,
            Method = method,
        };
    }

    /// <summary>The exception for an answer beyond the bound.</summary>
    public static RpcException TooLarge(RpcEndpoint endpoint, int limit) =>
        new(RpcErrorKind.ResponseTooLarge, $"The node at {endpoint} answered more than {limit} bytes.", "Ask for a smaller range, or allow larger answers.");

    private static RpcErrorKind Classify(string method, int code, string message)
    {
        if (code == -39001) return RpcErrorKind.UnknownBlock;
        if (code == -32601) return RpcErrorKind.MethodNotFound;
        foreach (var (kind, words) in Dialects)
            if (Array.Exists(words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase))) return kind;
        return code switch
        {
            -32700 or -32600 or -32602 => RpcErrorKind.InvalidParams,
            -32601 or -32004 => RpcErrorKind.MethodNotFound,
            -32603 => RpcErrorKind.Internal,
            -32005 => method == "eth_getLogs" ? RpcErrorKind.RangeTooLarge : RpcErrorKind.RateLimited,
            429 => RpcErrorKind.RateLimited,
            _ => RpcErrorKind.Unknown,
        };
    }

    private static string? Hint(RpcErrorKind kind) => kind switch
    {
        RpcErrorKind.NonceTooLow => "Read the account's transaction count again and sign with the next nonce.",
        RpcErrorKind.Underpriced => "Raise the fee; a replacement needs at least 10 % more than the transaction it replaces.",
        RpcErrorKind.InsufficientFunds => "Give the sending account funds, or configure the network for free gas.",
        RpcErrorKind.WrongChainId => "Sign for the chain id that eth_chainId answers.",
        RpcErrorKind.RangeTooLarge => "Ask for fewer blocks at once.",
        RpcErrorKind.NotPermitted => "Have the sender's account admitted to the network.",
        RpcErrorKind.MethodNotFound => "Enable the method's API group on the node (Besu: --rpc-http-api) or use a node that offers it.",
        _ => null,
    };

    /// <summary>The returned bytes, wherever the dialect put them; null where the error is no revert.</summary>
    private static byte[]? RevertData(int code, string message, JsonElement? data)
    {
        var reverted = code == 3 || message.Contains("revert", StringComparison.OrdinalIgnoreCase)
            || (data is { ValueKind: JsonValueKind.String } text && text.GetString()!.StartsWith("Reverted", StringComparison.Ordinal))
            || (data is { ValueKind: JsonValueKind.Object } && message.Contains("VM Exception", StringComparison.Ordinal));
        if (!reverted) return null;
        return (data is { } element ? Find(element, 0) : null) ?? FindInText(message) ?? [];
    }

    private static byte[]? Find(JsonElement element, int depth)
    {
        if (element.ValueKind == JsonValueKind.String) return FindInText(element.GetString()!);
        if (element.ValueKind != JsonValueKind.Object || depth > 4) return null;
        foreach (var name in (ReadOnlySpan<string>)["data", "result", "return", "output", "originalError", "error", "cause"])
            if (element.TryGetProperty(name, out var member) && Find(member, depth + 1) is { } found) return found;
        foreach (var member in element.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.Object && Find(member.Value, depth + 1) is { } found) return found;
        return null;
    }

    /// <summary>The last 0x-prefixed whole bytes in a text.</summary>
    /// <remarks><c>Reverted 0x…</c>, <c>(return data: 0x…)</c>, and anvil's <c>custom error 0x2e207437: 00…</c> with the selector apart.</remarks>
    private static byte[]? FindInText(string text)
    {
        for (var start = LastPrefix(text, text.Length); start >= 0; start = LastPrefix(text, start))
        {
            var end = EndOfDigits(text, start + 2);
            var digits = text[start..end];
            if (end == start + 10 && text.AsSpan(end).StartsWith(": ")) digits += text[(end + 2)..EndOfDigits(text, end + 2)];
            var whole = start == 0 && end == text.Length;
            if ((whole || digits.Length >= 10) && Hex.TryDecode(digits, out var bytes)) return bytes;
        }

        return null;
    }

    private static int LastPrefix(string text, int before) => text.AsSpan(0, before).LastIndexOf("0x");

    private static int EndOfDigits(string text, int position)
    {
        while (position < text.Length && char.IsAsciiHexDigit(text[position])) position++;
        return position;
    }
}
