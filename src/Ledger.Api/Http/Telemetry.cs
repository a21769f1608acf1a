using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Ledger.Api.Http;

/// <summary>Metrics of the process: collected once, shown at <c>/metrics</c>, and sent by OTLP where an endpoint is configured.</summary>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of this assembly's meter.</summary>
    public const string MeterName = "Ledger.Api";

    private readonly PrometheusText exporter = new();
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;
    private readonly Lock gate = new();

    /// <summary>Starts to collect.</summary>
    public Telemetry()
    {
        reader = new BaseExportingMetricReader(exporter);
        var builder = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .AddMeter(MeterName, "Ledger.Indexer", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
            .AddReader(reader);
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }) builder = builder.AddOtlpExporter();
        provider = builder.Build();
    }

    /// <summary>The meter for this assembly's own instruments.</summary>
    public static Meter Meter { get; } = new(MeterName);

    /// <summary>All metrics as they stand, in Prometheus' text format.</summary>
    public string Snapshot()
    {
        lock (gate)
        {
            reader.Collect();
            return exporter.Text;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => provider.Dispose();
}
