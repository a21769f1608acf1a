using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Sdk;

namespace Ledger.Api.Http;

/// <summary>How this API reads and writes JSON: as <see cref="LedgerJson"/> says, and what comes in may hold nothing unknown and nothing twice.</summary>
public static class Json
{
    /// <summary>The options of every body.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies the rules to the framework's own options.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        LedgerJson.Configure(options);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
