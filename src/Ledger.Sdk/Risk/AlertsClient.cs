using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

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

    /// <summary>One alert, as the party sees it now.</summary>
    public Task<Alert> GetAsync(string id, CancellationToken cancellationToken = default) =>
        ledger.GetAsync<Alert>($"/alerts/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <summary>The intent that an act is, with the sequence numbers and epochs of now, ready to be signed.</summary>
    /// <param name="act">What an alert offers.</param>
    /// <param name="by">Who signs what any authority may: a registrar, a regulator or the party of a council.</param>
    /// <param name="value">Of a valuation: what the goods are worth, in minor units.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">bad-input: no intent, or a value is missing; and what the requests throw.</exception>
    public async Task<IntentDraft> DraftAsync(AlertAct act, PartyId by = default, ulong? value = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        string Text(string name) => act.Message[name]?.ToString() ?? throw new LedgerException("bad-input", $"The act names no {name}.");
        ulong Number(string name) => ulong.Parse(Text(name), CultureInfo.InvariantCulture);
        async Task<Loan> LoanAsync() => (await ledger.Financing.GetPositionAsync(new PositionId(Hash32.Parse(Text("position"))), cancellationToken).ConfigureAwait(false)).Position.Loan;
        switch (act.Type)
        {
            case "LenderAction":
                return await ledger.Financing.ActAsync(await LoanAsync().ConfigureAwait(false), (PositionAction)Number("action"), cancellationToken).ConfigureAwait(false);
            case "Valuation":
                var worth = value ?? throw new LedgerException("bad-input", "A valuation needs a value.", "Say what the goods are worth, in minor units.");
                return await ledger.Financing.ValueAsync(await LoanAsync().ConfigureAwait(false), worth, cancellationToken).ConfigureAwait(false);
            case "Limit":
                var (lender, debtor) = (new PartyId(Number("lender")), new PartyId(Number("debtor")));
                var lines = await ledger.Financing.ListExposureAsync(lender, debtor, cancellationToken: cancellationToken).ConfigureAwait(false);
                return await ledger.Financing.LimitAsync(lender, debtor, Number("amount"), lines.Items.Count == 0 ? 0 : lines.Items[0].Seq, cancellationToken).ConfigureAwait(false);
            case "StatusChange":
                return await ledger.Parties.SetStatusAsync(by, new PartyId(Number("party")), (PartyStatus)Number("status"), cancellationToken: cancellationToken).ConfigureAwait(false);
            case "DeviceChange":
                return await ledger.Parties.SetDeviceAsync(new PartyId(Number("party")), Address.Parse(Text("device")), 0, cancellationToken).ConfigureAwait(false);
            default: throw new LedgerException("bad-input", $"{act.Type} is no intent.", act.Link is null ? null : $"Do it at {act.Link}.");
        }
    }

    /// <summary>What is raised and resolved, until the server ends the stream or it is cancelled; <paramref name="after"/> a notice, or from now on.</summary>
    /// <param name="after">The notice to go on after.</param>
    /// <param name="reached">Told at first after which notice the stream begins, so that whoever loses it before the first alert goes on from there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<AlertNotice> FollowAsync(
        long? after = null, Action<long>? reached = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
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
                if (kind == "ready") reached?.Invoke(long.Parse(id, CultureInfo.InvariantCulture));
                if (kind is "raised" or "resolved")
                    yield return new AlertNotice(long.Parse(id, CultureInfo.InvariantCulture), kind, JsonSerializer.Deserialize<Alert>(data, LedgerJson.Options)!);
                data = "";
            }
        }
    }
}
