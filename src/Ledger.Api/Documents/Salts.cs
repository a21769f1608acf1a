using System.Security.Cryptography;

namespace Ledger.Api.Documents;

/// <summary>Random salts, drawn many at a time: asking the system for each costs more than all else about it.</summary>
internal static class Salts
{
    private const int Drawn = 256 * EventCommitment.SaltLength;

    [ThreadStatic]
    private static byte[]? pool;

    [ThreadStatic]
    private static int used;

    /// <summary>16 bytes that were never given before.</summary>
    public static byte[] Next()
    {
        if (pool is null || used == Drawn)
        {
            pool ??= new byte[Drawn];
            RandomNumberGenerator.Fill(pool);
            used = 0;
        }
        var salt = pool.AsSpan(used, EventCommitment.SaltLength);
        used += salt.Length;
        var given = salt.ToArray();
        salt.Clear();
        return given;
    }
}
