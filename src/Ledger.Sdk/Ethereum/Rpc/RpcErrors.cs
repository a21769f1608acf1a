using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Turns the error objects of the nodes into one kind and finds the data of a revert in them.</summary>
internal static class RpcErrors
{
    private static readonly (string Text, RpcErrorKind Kind)[] Words =
    [
        ("nonce too low", RpcErrorKind.NonceTooLow), ("nonce is too low", RpcErrorKind.NonceTooLow),
        ("nonce too high", RpcErrorKind.NonceTooHigh), ("nonce is too distant", RpcErrorKind.NonceTooHigh), ("nonce too distant", RpcErrorKind.NonceTooHigh),
        ("already known", RpcErrorKind.AlreadyKnown), ("known transaction", RpcErrorKind.AlreadyKnown), ("already imported", RpcErrorKind.AlreadyKnown),
        ("already in the mempool", RpcErrorKind.AlreadyKnown), ("already exists in the mempool", RpcErrorKind.AlreadyKnown),
        ("underpriced", RpcErrorKind.Underpriced), ("gas price too low", RpcErrorKind.Underpriced), ("gas price below", RpcErrorKind.Underpriced),
        ("max fee per gas less than", RpcErrorKind.Underpriced), ("maxfeepergas", RpcErrorKind.Underpriced), ("fee cap less than", RpcErrorKind.Underpriced),
        ("less than the block's base fee", RpcErrorKind.Underpriced), ("lower than the block", RpcErrorKind.Underpriced),
        ("insufficient funds", RpcErrorKind.InsufficientFunds), ("enough funds", RpcErrorKind.InsufficientFunds),
        ("upfront cost exceeds", RpcErrorKind.InsufficientFunds), ("insufficient balance", RpcErrorKind.InsufficientFunds),
        ("invalid chain id", RpcErrorKind.WrongChainId), ("invalid chainid", RpcErrorKind.WrongChainId), ("wrong chainid", RpcErrorKind.WrongChainId),
        ("incompatible chain id", RpcErrorKind.WrongChainId), ("invalid sender", RpcErrorKind.WrongChainId),
        ("intrinsic gas", RpcErrorKind.GasLimit), ("requires at least", RpcErrorKind.GasLimit), ("exceeds block gas limit", RpcErrorKind.GasLimit),
        ("block gas limit", RpcErrorKind.GasLimit), ("gas limit too", RpcErrorKind.GasLimit), ("out of gas", RpcErrorKind.GasLimit),
        ("not authorized", RpcErrorKind.NotPermitted), ("not permitted", RpcErrorKind.NotPermitted),
        ("is not supported", RpcErrorKind.MethodNotFound), ("method not found", RpcErrorKind.MethodNotFound), ("not enabled", RpcErrorKind.MethodNotFound),
        ("range limit", RpcErrorKind.RangeTooLarge), ("block range is too", RpcErrorKind.RangeTooLarge), ("range too large", RpcErrorKind.RangeTooLarge),
        ("exceeds maximum rpc range", RpcErrorKind.RangeTooLarge), ("query returned more than", RpcErrorKind.RangeTooLarge),
        ("too many results", RpcErrorKind.RangeTooLarge), ("max block range", RpcErrorKind.RangeTooLarge), ("response size exceeded", RpcErrorKind.RangeTooLarge),
        ("blockoutofrange", RpcErrorKind.UnknownBlock), ("unknown block", RpcErrorKind.UnknownBlock), ("block not found", RpcErrorKind.UnknownBlock),
        ("blockhash cannot be found", RpcErrorKind.UnknownBlock), ("header not found", RpcErrorKind.UnknownBlock), ("beyond current head", RpcErrorKind.UnknownBlock),
        ("batch too large", RpcErrorKind.RequestTooLarge), ("batch size", RpcErrorKind.RequestTooLarge), ("requests in batch", RpcErrorKind.RequestTooLarge), ("exceeds max batch", RpcErrorKind.RequestTooLarge),
        ("too many requests", RpcErrorKind.RateLimited), ("rate limit", RpcErrorKind.RateLimited),
        ("sync is still in progress", RpcErrorKind.NodeBusy), ("busy", RpcErrorKind.NodeBusy), ("overloaded", RpcErrorKind.NodeBusy), ("timed out", RpcErrorKind.NodeBusy), ("timeout", RpcErrorKind.NodeBusy),
        ("invalid block range", RpcErrorKind.InvalidParams),
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

    private static RpcErrorKind Classify(string method, int code, string message)
    {
        if (code == -39001) return RpcErrorKind.UnknownBlock;
        if (code == -32601) return RpcErrorKind.MethodNotFound;
        foreach (var (text, kind) in Words)
            if (message.Contains(text, StringComparison.OrdinalIgnoreCase)) return kind;
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

    /// <summary>The last 0x-prefixed whole bytes in a text: <c>Reverted 0x…</c>, <c>(return data: 0x…)</c>, <c>custom error 0x2e207437: 00…</c>.</summary>
    private static byte[]? FindInText(string text)
    {
        for (var start = text.LastIndexOf("0x", StringComparison.Ordinal); start >= 0; start = start == 0 ? -1 : text.LastIndexOf("0x", start - 1, StringComparison.Ordinal))
        {
            var end = EndOfDigits(text, start + 2);
            var digits = text[start..end];
            if (end == start + 10 && text.AsSpan(end).StartsWith(": ")) digits += text[(end + 2)..EndOfDigits(text, end + 2)];
            var whole = start == 0 && end == text.Length;
            if ((whole || digits.Length >= 10) && Hex.TryDecode(digits, out var bytes)) return bytes;
        }

        return null;
    }

    private static int EndOfDigits(string text, int position)
    {
        while (position < text.Length && char.IsAsciiHexDigit(text[position])) position++;
        return position;
    }
}
