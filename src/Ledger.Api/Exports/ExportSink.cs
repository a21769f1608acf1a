using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Sdk.Invoices;

namespace Ledger.Api.Exports;

/// <summary>Takes the values of an export, row by row, and sends them on while more come: what is in memory does not grow.</summary>
internal abstract class ExportSink
{
    protected const int Enough = 32 * 1024;

    /// <summary>Adds a text; null is left empty.</summary>
    public abstract ExportSink Text(string name, string? value);

    /// <summary>Adds a whole number; null is left empty.</summary>
    public abstract ExportSink Number(string name, long? value);

    /// <summary>Adds an amount: minor units in JSON, decimal text in CSV; null is left empty.</summary>
    public abstract ExportSink Amount(string name, Int128? value);

    /// <summary>Adds a time of Unix seconds: seconds in JSON, ISO 8601 in CSV.</summary>
    public abstract ExportSink Time(string name, long value);

    /// <summary>Ends the row.</summary>
    public abstract ValueTask EndRowAsync();

    /// <summary>Ends the document.</summary>
    public abstract ValueTask CompleteAsync();
}

/// <summary>CSV with the columns' names in its first row.</summary>
internal sealed class CsvSink : ExportSink
{
    private readonly StringBuilder text = new();
    private readonly CsvWriter csv;
    private readonly PipeWriter pipe;
    private readonly int exponent;

    public CsvSink(PipeWriter pipe, IEnumerable<string> columns, int exponent)
    {
        (this.pipe, this.exponent) = (pipe, exponent);
        csv = new CsvWriter(new StringWriter(text, CultureInfo.InvariantCulture));
        foreach (var column in columns) csv.Text(column);
        csv.End();
    }

    public override ExportSink Text(string name, string? value)
    {
        csv.Text(value);
        return this;
    }

    public override ExportSink Number(string name, long? value)
    {
        if (value is { } number) csv.Number(number);
        else csv.Text(null);
        return this;
    }

    public override ExportSink Amount(string name, Int128? value)
    {
        if (value is { } amount) csv.Amount(amount, exponent);
        else csv.Text(null);
        return this;
    }

    public override ExportSink Time(string name, long value)
    {
        csv.Text(DateTimeOffset.FromUnixTimeSeconds(value).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return this;
    }

    public override async ValueTask EndRowAsync()
    {
        csv.End();
        if (text.Length >= Enough) await CompleteAsync();
    }

    public override async ValueTask CompleteAsync()
    {
        foreach (var chunk in text.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, pipe);
        text.Clear();
        await pipe.FlushAsync();
    }
}

/// <summary>One JSON object: what is said once, then <c>items</c>.</summary>
internal sealed class JsonSink : ExportSink
{
    private const long Exact = 9_007_199_254_740_991;

    private readonly Utf8JsonWriter json;
    private readonly PipeWriter pipe;
    private bool isOpen;

    public JsonSink(PipeWriter pipe, IEnumerable<KeyValuePair<string, object?>> head)
    {
        (this.pipe, json) = (pipe, new Utf8JsonWriter(pipe));
        json.WriteStartObject();
        foreach (var (name, value) in head)
        {
            if (value is null) continue;
            json.WritePropertyName(name);
            if (value is Int128 amount) Write(amount);
            else JsonSerializer.Serialize(json, value, value.GetType(), Http.Json.Options);
        }
        json.WriteStartArray("items");
    }

    public override ExportSink Text(string name, string? value)
    {
        if (value is not null) Named(name).WriteStringValue(value);
        return this;
    }

    public override ExportSink Number(string name, long? value)
    {
        if (value is { } number) Named(name).WriteNumberValue(number);
        return this;
    }

    public override ExportSink Amount(string name, Int128? value)
    {
        if (value is not { } amount) return this;
        Named(name);
        Write(amount);
        return this;
    }

    public override ExportSink Time(string name, long value) => Number(name, value);

    public override async ValueTask EndRowAsync()
    {
        if (!isOpen) json.WriteStartObject();
        json.WriteEndObject();
        isOpen = false;
        if (json.BytesPending >= Enough) await FlushAsync();
    }

    public override async ValueTask CompleteAsync()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync();
        await json.DisposeAsync();
    }

    private async ValueTask FlushAsync()
    {
        json.Flush();
        await pipe.FlushAsync();
    }

    private Utf8JsonWriter Named(string name)
    {
        if (!isOpen) json.WriteStartObject();
        isOpen = true;
        json.WritePropertyName(name);
        return json;
    }

    // As the API writes every 64-bit number: as text where a JSON number would lose digits.
    private void Write(Int128 amount)
    {
        if (amount >= -Exact && amount <= Exact) json.WriteNumberValue((long)amount);
        else json.WriteStringValue(amount.ToString(CultureInfo.InvariantCulture));
    }
}
