using System.Security.Cryptography;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Tests.Confidentiality;

public sealed class ContentKeyTests
{
    private static readonly byte[] Event1 = SHA256.HashData("event 1"u8);
    private static readonly byte[] Event2 = SHA256.HashData("event 2"u8);

    [Fact]
    public void Who_has_the_content_key_opens_every_event_and_who_has_one_events_key_only_that()
    {
        using var reader = EncryptionKey.Generate();
        using var content = ContentKey.Generate();
        var sealed1 = content.Of(Event1).Seal(FieldGroup.Where, "one"u8);
        var sealed2 = content.Of(Event2).Seal(FieldGroup.Where, "two"u8);
        using var all = ContentKey.Unwrap(reader, content.Id, content.Wrap(reader.Public));
        Assert.Equal("one"u8.ToArray(), all.Of(Event1).Open(FieldGroup.Where, sealed1));
        Assert.Equal("two"u8.ToArray(), all.Of(Event2).Open(FieldGroup.Where, sealed2));
        using var one = EventSecret.Unwrap(reader, content.Id, Event1, content.Of(Event1).Wrap(reader.Public));
        Assert.Equal("one"u8.ToArray(), one.Open(FieldGroup.Where, sealed1));
        Assert.ThrowsAny<CryptographicException>(() => one.Open(FieldGroup.Where, sealed2));
        Assert.ThrowsAny<CryptographicException>(() => one.Open(FieldGroup.What, sealed1));
        Assert.ThrowsAny<CryptographicException>(() => one.Open(FieldGroup.Where, sealed1.AsSpan(..3)));
    }

    [Fact]
    public void A_wrap_counts_for_its_key_its_event_and_its_reader_only()
    {
        using var reader = EncryptionKey.Generate();
        using var other = EncryptionKey.Generate();
        using var content = ContentKey.Generate();
        var (wrap, shared) = (content.Wrap(reader.Public), content.Of(Event1).Wrap(reader.Public));
        Assert.ThrowsAny<CryptographicException>(() => ContentKey.Unwrap(other, content.Id, wrap));
        Assert.ThrowsAny<CryptographicException>(() => ContentKey.Unwrap(reader, new byte[16], wrap));
        Assert.ThrowsAny<CryptographicException>(() => ContentKey.Unwrap(reader, content.Id, shared));
        Assert.ThrowsAny<CryptographicException>(() => EventSecret.Unwrap(reader, content.Id, Event2, shared));
        Assert.ThrowsAny<CryptographicException>(() => EventSecret.Unwrap(reader, content.Id, Event1, wrap));
    }

    [Fact]
    public void A_party_gets_the_same_encryption_key_from_its_signing_key_again_and_another_for_each_generation()
    {
        using var signer = PrivateKey.Parse("0x" + new string('1', 64));
        var registry = new IntentDomain(31337, Address.Parse("0x00000000000000000000000000000000000000a1"));
        using var key = EncryptionKeyMessages.Derive(registry, new PartyId(2), 1, signer);
        Assert.Equal(key.Public, EncryptionKeyMessages.Derive(registry, new PartyId(2), 1, signer).Public);
        Assert.NotEqual(key.Public, EncryptionKeyMessages.Derive(registry, new PartyId(2), 2, signer).Public);
        Assert.NotEqual(key.Public, EncryptionKeyMessages.Derive(registry, new PartyId(3), 1, signer).Public);
        Assert.NotEqual(key.Public, EncryptionKeyMessages.Derive(registry with { ChainId = 1 }, new PartyId(2), 1, signer).Public);
    }
}
