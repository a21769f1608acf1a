using System.Text.Json.Nodes;

namespace Ledger.Tests;

/// <summary>What <see cref="FaultyProxy"/> does to one call; combine with <c>with</c>. In a batch, a fault of the connection concerns the whole answer.</summary>
public sealed record Fault
{
    /// <summary>Waits before anything else.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Closes the connection at the answer's first byte; the node is not asked.</summary>
    public bool Cut { get; init; }

    /// <summary>Closes the connection in the middle of the answer; the node was asked.</summary>
    public bool CutMidway { get; init; }

    /// <summary>Answers with this HTTP status and no body where it is not 200.</summary>
    public int HttpStatus { get; init; } = 200;

    /// <summary>Seconds in a <c>Retry-After</c> header beside <see cref="HttpStatus"/>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A body in place of the answer.</summary>
    public string? Garbage { get; init; }

    /// <summary>A JSON-RPC error in place of the result.</summary>
    public (int Code, string Message)? Error { get; init; }

    /// <summary>Speaks as if the chain ended this many blocks earlier: number, newest block, and logs that silently end there.</summary>
    public ulong? Lag { get; init; }

    /// <summary>Refuses <c>eth_getLogs</c> over more blocks, in Besu's words.</summary>
    public ulong? MaxRange { get; init; }

    /// <summary>Lies: replaces the node's result.</summary>
    public Func<JsonNode?, JsonNode?>? Change { get; init; }

    /// <summary>Waits, then tells the truth.</summary>
    public static Fault Slow(TimeSpan delay) => new() { Delay = delay };

    /// <summary>Leaves out the logs that <paramref name="drop"/> picks by their position in the result.</summary>
    public static Fault DropLogs(Func<int, bool> drop) => new()
    {
        Change = result => new JsonArray([.. ((JsonArray)result!).Where((_, i) => !drop(i)).Select(static log => log!.DeepClone())]),
    };

    /// <summary>Gives a block, and the block alone, a parent that does not exist.</summary>
    public static Fault WrongParent() => new()
    {
        Change = result =>
        {
            if (result is JsonObject block) block["parentHash"] = "0x" + new string('e', 64);
            return result;
        },
    };
}
