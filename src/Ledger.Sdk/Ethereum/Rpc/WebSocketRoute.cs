using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Whom a message is for, found without reading its result where the id comes first.</summary>
internal readonly record struct WebSocketRoute(ulong? Id, string? Subscription, Range Result)
{
    public static WebSocketRoute Of(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        RpcJson.ExpectObject(ref reader);
        while (RpcJson.NextMember(ref reader))
        {
            var (isId, isParameters) = (reader.IsName("id"u8), reader.IsName("params"u8));
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.Number) return new WebSocketRoute(reader.GetUInt64(), null, default);
            if (isParameters && reader.TokenType == JsonTokenType.StartObject) return Notification(ref reader);
            reader.Skip();
        }

        return default;
    }

    /// <summary>The id that the node gives a subscription, or null where it refuses.</summary>
    public static string? SubscriptionIdOf(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (RpcJson.NextMember(ref reader))
        {
            var isResult = reader.IsName("result"u8);
            reader.Read();
            if (isResult && reader.TokenType == JsonTokenType.String) return reader.GetString();
            reader.Skip();
        }

        return null;
    }

    private static WebSocketRoute Notification(ref Utf8JsonReader reader)
    {
        string? subscription = null;
        Range result = default;
        while (RpcJson.NextMember(ref reader))
        {
            var (isSubscription, isResult) = (reader.IsName("subscription"u8), reader.IsName("result"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isSubscription) subscription = reader.GetString();
            reader.Skip();
            if (isResult) result = start..(int)reader.BytesConsumed;
        }

        return new WebSocketRoute(null, subscription, result);
    }
}
