using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ledger.Sdk.Risk;

/// <summary>Alerts that concern the party signed in.</summary>
public sealed class AlertsClient
{
    private readonly LedgerClient ledger;

    internal AlertsClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>All alerts, newest first.</summary>
    /// <param name="openOnly">Leaves out what is resolved.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<Alert> ListAsync(bool openOnly = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? cursor = null; ;)
        {
            var page = await ledger.GetAsync<AlertPage>(
                $"/alerts?open={(openOnly ? "true" : "false")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken).ConfigureAwait(false);
            foreach (var alert in page.Items) yield return alert;
            if ((cursor = page.Next) is null) yield break;
        }
    }

    /// <summary>What is raised and resolved, until the server ends the stream or it is cancelled; <paramref name="after"/> a notice, or from now on.</summary>
    public async IAsyncEnumerable<AlertNotice> FollowAsync(long? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alerts/stream");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (after is { } number) request.Headers.Add("Last-Event-ID", number.ToString(CultureInfo.InvariantCulture));
        using var response = await ledger.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        var (id, kind, data) = ("", "", "");
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data.Length > 0)
            {
                if (kind is "raised" or "resolved")
                    yield return new AlertNotice(long.Parse(id, CultureInfo.InvariantCulture), kind, JsonSerializer.Deserialize<Alert>(data, LedgerJson.Options)!);
                data = "";
            }
        }
    }
}
