namespace Ledger.Sdk.Confidentiality;

/// <summary>What encrypts: the AEAD ids of RFC 9180, 7.3.</summary>
public enum HpkeAead
{
    /// <summary>AES-128-GCM.</summary>
    Aes128Gcm = 1,

    /// <summary>AES-256-GCM.</summary>
    Aes256Gcm = 2,
}
