using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Risk;

namespace Ledger.Sdk;

/// <summary>The ledger through its HTTP API; no node is needed. Safe for concurrent use.</summary>
/// <remarks>Every call throws <see cref="LedgerException"/> with the code of the API's problem, or <c>api-unreachable</c>,
/// <c>api-error</c>.</remarks>
/// <example><code>
/// using var ledger = new LedgerClient("http://127.0.0.1:5080");
/// var offer = await ledger.Custody.OfferAsync(new PartyId(2), new PartyId(3), "urn:epc:id:sgtin:0614141.107346.2018");
/// var operation = await ledger.SubmitAsync(offer.Sign(farmKey).Sign(carrierKey));
/// </code></example>
public sealed partial class LedgerClient : IDisposable
{
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private DeploymentManifest? manifest;
    private ulong lastBlock;

    /// <summary>A client of the API at this address.</summary>
    /// <param name="api">The address.</param>
    /// <param name="timeout">How long an answer may take; 30 s where null. Long files take longer.</param>
    /// <exception cref="ArgumentException">Not an http or https address.</exception>
    public LedgerClient(string api, TimeSpan? timeout = null)
        : this(new HttpClient { BaseAddress = AddressOf(api), Timeout = timeout ?? TimeSpan.FromSeconds(30) }) => ownsHttp = true;

    /// <summary>A client over an <see cref="HttpClient"/> with a base address, which stays the caller's.</summary>
    public LedgerClient(HttpClient http)
    {
        this.http = http;
        Custody = new CustodyClient(this);
        Parties = new PartiesClient(this);
        Provenance = new ProvenanceClient(this);
        Confidentiality = new ConfidentialityClient(this);
        Links = new LinksClient(this);
        Orders = new OrdersClient(this);
        Receivables = new ReceivablesClient(this);
        Financing = new FinancingClient(this);
        Cash = new CashClient(this);
        Credit = new CreditClient(this);
        Alerts = new AlertsClient(this);
    }

    /// <summary>Hand goods over, pack, transform, recall.</summary>
    public CustodyClient Custody { get; }

    /// <summary>Who takes part: read and admit.</summary>
    public PartiesClient Parties { get; }

    /// <summary>What was agreed, and payment as goods change hands.</summary>
    public OrdersClient Orders { get; }

    /// <summary>What debtors owe, and the notes that own it.</summary>
    public ReceivablesClient Receivables { get; }

    /// <summary>Loans, limits and offers.</summary>
    public FinancingClient Financing { get; }

    /// <summary>Settlement money.</summary>
    public CashClient Cash { get; }

    /// <summary>What the chain says of parties' credit.</summary>
    public CreditClient Credit { get; }

    /// <summary>What the rules of risk found.</summary>
    public AlertsClient Alerts { get; }

    /// <summary>What a party's Digital Links lead to.</summary>
    public LinksClient Links { get; }

    /// <summary>Where goods come from, who held them, and the proofs.</summary>
    public ProvenanceClient Provenance { get; }

    /// <summary>Confidential events, for a party that holds its encryption key itself.</summary>
    public ConfidentialityClient Confidentiality { get; }

    /// <summary>The time that deadlines are counted from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bearer token of a session, for what needs sign-in; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>The contracts that the API serves; read once.</summary>
    public async Task<DeploymentManifest> GetManifestAsync(CancellationToken cancellationToken = default) =>
        manifest ??= DeploymentManifest.Parse(await GetTextAsync("/manifest", cancellationToken).ConfigureAwait(false));

    /// <summary>Submits a draft that all have signed, and waits until it is in a block or refused.</summary>
    /// <exception cref="LedgerException">missing-signature; what the API refuses at once; operation-pending after
    /// <paramref name="patience"/>.</exception>
    public Task<Operation> SubmitAsync(IntentDraft draft, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return SubmitAsync(draft.ToSigned(), patience, cancellationToken);
    }

    /// <inheritdoc cref="SubmitAsync(IntentDraft, TimeSpan?, CancellationToken)"/>
    public async Task<Operation> SubmitAsync(SignedIntent intent, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var operation = await PostAsync(intent, cancellationToken).ConfigureAwait(false);
        var end = Time.GetUtcNow() + (patience ?? TimeSpan.FromSeconds(60));
        while (operation.Status == OperationState.Submitted)
        {
            if (Time.GetUtcNow() > end)
                throw new LedgerException(
                    "operation-pending", $"Operation {operation.Id} is not in a block yet.", "It is not lost: ask for it again later.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken).ConfigureAwait(false);
            operation = await GetAsync<Operation>($"/operations/{operation.Id}?wait=10", cancellationToken).ConfigureAwait(false);
        }
        // Everybody who shares this client reads what was written through it, so the newest block counts.
        for (var seen = Volatile.Read(ref lastBlock); operation.Block > seen; seen = Volatile.Read(ref lastBlock))
            Interlocked.CompareExchange(ref lastBlock, operation.Block.Value, seen);
        return operation;
    }

    /// <summary>Submits a signed intent and returns at once; submitting it again changes nothing.</summary>
    public async Task<Operation> PostAsync(SignedIntent intent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/intents")
        {
            Content = new StringContent(intent.ToJson(), Encoding.UTF8, "application/json"),
        };
        return await SendAsync<Operation>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How far an operation came.</summary>
    public Task<Operation> GetOperationAsync(Hash32 id, CancellationToken cancellationToken = default) =>
        GetAsync<Operation>($"/operations/{id}", cancellationToken);

    /// <summary>Where the projections stand.</summary>
    public Task<IndexStatus> GetIndexStatusAsync(CancellationToken cancellationToken = default) =>
        GetAsync<IndexStatus>("/index/status", cancellationToken);

    /// <summary>Has the projections rebuilt from the chain; needs the session of a registrar.</summary>
    public async Task RebuildIndexAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/index/rebuild");
        await SendTextAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsHttp) http.Dispose();
    }

    /// <summary>Reads a projection, not before it holds what this client has written.</summary>
    internal Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        var block = Volatile.Read(ref lastBlock);
        return GetAsync<T>(block == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minBlock={block}", cancellationToken);
    }

    internal async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync<T>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An answer that goes on; dispose it to end it.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response)
                throw LedgerProblem.Read((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception.Message, exception);
        }
    }

    internal async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendTextAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = await SendTextAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize<T>(text, LedgerJson.Options) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw new LedgerException(
                "api-error", $"The answer of {request.RequestUri} is no {typeof(T).Name}: {exception.Message}",
                "Client and API may be of different versions.", exception);
        }
    }

    private async Task<string> SendTextAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? text : throw LedgerProblem.Read((int)response.StatusCode, text);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception.Message, exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable("no answer in time", exception);
        }
    }

    private LedgerException Unreachable(string why, Exception inner) =>
        new(
            "api-unreachable", $"The API at {http.BaseAddress} cannot be reached: {why}.", "Start it with: dotnet run --project devnet",
            inner);

    private static Uri AddressOf(string api) => Uri.TryCreate(api, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new ArgumentException("The API has an http or https address.", nameof(api));
}
