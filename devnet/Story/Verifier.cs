namespace Ledger.Devnet.Story;

internal static class Verifier { public static string? Why(string bundle) => null; }
