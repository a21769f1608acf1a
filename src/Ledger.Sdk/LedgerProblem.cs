using System.Text.Json;

namespace Ledger.Sdk;

/// <summary>Reads the API's problem details (RFC 9457) with its members <c>code</c> and <c>hint</c>.</summary>
internal static class LedgerProblem
{
    public static LedgerException Read(int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && Text(document, "code") is { } code)
                return new LedgerException(
                    code, Text(document, "detail") ?? Text(document, "title") ?? $"The API answered {status}.", Text(document, "hint"));
        }
        catch (JsonException)
        {
            // A proxy on the way answers in its own words: the status is all that is known.
        }
        var unreachable = status is 502 or 503 or 504;
        return new LedgerException(
            unreachable ? "api-unreachable" : "api-error", $"The API answered {status} without a problem description.");
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
