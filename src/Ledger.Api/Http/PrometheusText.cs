using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ledger.Api.Http;

/// <summary>Writes metrics in Prometheus' text exposition format 0.0.4.</summary>
public sealed class PrometheusText : BaseExporter<Metric>
{
    /// <summary>The last export.</summary>
    public string Text { get; private set; } = "";

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder();
        foreach (var metric in batch) Append(text, metric);
        Text = text.ToString();
        return ExportResult.Success;
    }

    private static void Append(StringBuilder text, Metric metric)
    {
        var kind = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",
        };
        var name = Name(metric.Name + Unit(metric.Unit)) + (kind == "counter" ? "_total" : "");
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace('\n', ' ')).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram) Histogram(text, name, point);
            else if (Number(metric.MetricType, point) is { } value) Line(text, name, Labels(point, null), value);
        }
    }

    private static double? Number(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => null,
    };

    private static void Histogram(StringBuilder text, string name, in MetricPoint point)
    {
        long total = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            total += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            Line(text, name + "_bucket", Labels(point, bound), total);
        }
        Line(text, name + "_sum", Labels(point, null), point.GetHistogramSum());
        Line(text, name + "_count", Labels(point, null), point.GetHistogramCount());
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Labels(in MetricPoint point, string? bound)
    {
        var labels = new List<string>();
        foreach (var tag in point.Tags)
            labels.Add($"{Name(tag.Key)}=\"{Convert.ToString(tag.Value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"");
        if (bound is not null) labels.Add($"le=\"{bound}\"");
        return labels.Count == 0 ? "" : "{" + string.Join(',', labels) + "}";
    }

    private static string Unit(string unit) => unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };

    private static string Name(string name) => string.Create(name.Length, name, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++) target[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
    });
}
