using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Sdk.Webhooks;

/// <summary>How a webhook proves who sent it, and when: <c>t=UNIX SECONDS,v1=HEX</c> where HEX is HMAC-SHA256, keyed with the subscriber's token, of <c>t</c>, a full stop and the body.</summary>
public static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "Ledger-Signature";

    /// <summary>The header that EPCIS 2.0 gives signatures of subscriptions; it carries the same.</summary>
    public const string Gs1Header = "GS1-Signature";

    /// <summary>Signs a body.</summary>
    public static string Of(string token, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Mac(token, seconds, body))}";
    }

    /// <summary>Whether a header's signature is the token's over this body, and no more than <paramref name="tolerance"/> old (or ahead).</summary>
    public static bool Verify(string token, string? header, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (header?.Split(',') is not [['t', '=', .. var seconds], ['v', '1', '=', .. var hex]] || hex.Length != 64) return false;
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) || Math.Abs(now.ToUnixTimeSeconds() - time) > tolerance.TotalSeconds) return false;
        Span<byte> given = stackalloc byte[32];
        return Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done && CryptographicOperations.FixedTimeEquals(given, Mac(token, seconds, body));
    }

    private static byte[] Mac(string token, string seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(token));
        hmac.AppendData(Encoding.ASCII.GetBytes(seconds));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
