using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk;

/// <summary>How the HTTP API writes and reads JSON: camelCase, ids as text, enumerations in kebab-case, 64-bit numbers as text where a JSON
/// number would lose digits.</summary>
public static class LedgerJson
{
    /// <summary>The options of the API and of its clients; unknown fields of an answer are ignored, so that the API may grow.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Adds the converters of the ledger's types to <paramref name="options"/>.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new RolesConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.Converters.Add(new WordConverter<Hash32>());
        options.Converters.Add(new WordConverter<Address>());
        options.Converters.Add(new WordConverter<UnitId>());
        options.Converters.Add(new WordConverter<LotId>());
        options.Converters.Add(new WordConverter<NoteId>());
        options.Converters.Add(new WordConverter<PartyId>());
        options.Converters.Add(new WordConverter<OrderId>());
        options.Converters.Add(new WordConverter<ReceivableId>());
        options.Converters.Add(new WordConverter<PositionId>());
        options.Converters.Add(new WordConverter<CurrencyCode>());
        options.Converters.Add(new WordConverter<UnitOfMeasure>());
        options.Converters.Add(new WordConverter<ulong>());
        options.Converters.Add(new RecordConverter<OrderTerms>());
        options.Converters.Add(new RecordConverter<Loan>());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class WordConverter<T> : JsonConverter<T>
    {
        private static readonly WordType<T> Word = WordTypes.Of<T>();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                using var value = JsonDocument.ParseValue(ref reader);
                return Word.Parse(value.RootElement, "value");
            }
            catch (LedgerException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Word.Print(writer, value);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var value = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(reader.GetString()));
            return Word.Parse(value.RootElement, "key");
        }

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value!.ToString()!);
    }

    /// <summary>What parties sign, in the very form in which they sign it.</summary>
    private sealed class RecordConverter<T> : JsonConverter<T>
        where T : class
    {
        private static readonly RecordSchema Schema = RecordSchema.Of(typeof(T));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                using var value = JsonDocument.ParseValue(ref reader);
                return (T)Schema.Parse(value.RootElement, "value");
            }
            catch (LedgerException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Schema.Print(writer, value);
    }

    /// <summary>Roles as a list of names, such as <c>["producer","warehouse"]</c>.</summary>
    private sealed class RolesConverter : JsonConverter<PartyRoles>
    {
        public override PartyRoles Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var roles = PartyRoles.None;
            foreach (var name in JsonSerializer.Deserialize<string[]>(ref reader) ?? [])
                roles |= RoleNames.TryParse(name, out var role) ? role : throw new JsonException($"'{name}' is no role.");
            return roles;
        }

        public override void Write(Utf8JsonWriter writer, PartyRoles value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var name in RoleNames.Of(value)) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
    }
}
