using System.Globalization;
using System.Text.Json;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Tests.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Confidentiality;

/// <summary>RFC 9180, appendix A: every case of every file in the vectors' folder that has the suites implemented here.</summary>
public sealed class HpkeVectorTests
{
    [Fact]
    public void Key_pairs_follow_from_their_material() => ForEach(vector =>
    {
        foreach (var role in (string[])["E", "R", "S"])
        {
            if (!vector.TryGetProperty($"ikm{role}", out var material)) continue;
            using var key = EncryptionKey.Derive(Convert.FromHexString(material.GetString()!));
            Assert.Equal(Bytes(vector, $"sk{role}m"), key.ExportBytes());
            Assert.Equal(Bytes(vector, $"pk{role}m"), key.Public.Span.ToArray());
        }
    });

    [Fact]
    public void Both_sides_share_the_published_secret() => ForEach(vector =>
    {
        using var keys = new Keys(vector);
        Assert.Equal(Bytes(vector, "shared_secret"), HpkeKem.Encapsulate(keys.Ephemeral, keys.Recipient.Public, keys.Sender));
        Assert.Equal(Bytes(vector, "shared_secret"), HpkeKem.Decapsulate(keys.Ephemeral.Public, keys.Recipient, keys.Sender?.Public));
    });

    [Fact]
    public void Sealing_and_opening_agree_with_the_published_messages() => ForEach(vector =>
    {
        using var keys = new Keys(vector);
        var (encapsulated, sending) = Hpke.SetupSender(keys.Recipient.Public, Setup(vector), keys.Sender, keys.Ephemeral);
        Assert.Equal(Bytes(vector, "enc"), encapsulated.Span.ToArray());
        using var receiving = Hpke.SetupRecipient(encapsulated, keys.Recipient, Setup(vector), keys.Sender?.Public);
        foreach (var message in vector.GetProperty("encryptions").EnumerateArray())
        {
            sending.Sequence = receiving.Sequence = ulong.Parse(message.Text("sequence number"), CultureInfo.InvariantCulture);
            var (plain, sealedText, associated) = (Bytes(message, "pt"), Bytes(message, "ct"), Bytes(message, "aad"));
            Assert.Equal(sealedText, sending.Seal(associated, plain));
            Assert.Equal(plain, receiving.Open(associated, sealedText));
        }
        sending.Dispose();
    });

    [Fact]
    public void Exported_secrets_agree() => ForEach(vector =>
    {
        using var keys = new Keys(vector);
        using var context = Hpke.SetupRecipient(keys.Ephemeral.Public, keys.Recipient, Setup(vector), keys.Sender?.Public);
        foreach (var export in vector.GetProperty("exports").EnumerateArray())
            Assert.Equal(Bytes(export, "exported_value"), context.Export(Bytes(export, "exporter_context"), int.Parse(export.Text("L"), CultureInfo.InvariantCulture)));
    });

    private static void ForEach(Action<JsonElement> check) => VectorFile.ForEach(
        Directory.EnumerateFiles(Vectors.Require("hpke"), "*.json").SelectMany(file => VectorFile.Read(file).EnumerateArray())
            .Where(vector => (vector.Text("kem_id"), vector.Text("kdf_id"), vector.Text("aead_id")) is ("16", "1", "1" or "2")),
        vector => $"mode {vector.Text("mode")}", check);

    private static HpkeSetup Setup(JsonElement vector) => new(
        Bytes(vector, "info"), Bytes(vector, "psk"), Bytes(vector, "psk_id"), (HpkeAead)int.Parse(vector.Text("aead_id"), CultureInfo.InvariantCulture));

    private static byte[] Bytes(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];

    private sealed class Keys(JsonElement vector) : IDisposable
    {
        public EncryptionKey Ephemeral { get; } = EncryptionKey.FromBytes(Bytes(vector, "skEm"));

        public EncryptionKey Recipient { get; } = EncryptionKey.FromBytes(Bytes(vector, "skRm"));

        public EncryptionKey? Sender { get; } = Bytes(vector, "skSm") is { Length: > 0 } secret ? EncryptionKey.FromBytes(secret) : null;

        public void Dispose()
        {
            Ephemeral.Dispose();
            Recipient.Dispose();
            Sender?.Dispose();
        }
    }
}
