using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;

namespace Ledger.Sdk.Contracts;

/// <summary>Reads intents back from the data of calls.</summary>
internal static class IntentCalls
{
    /// <summary>The intent of a call, or null where the selector is of no intent.</summary>
    /// <exception cref="FormatException">The data are not the encoding of its arguments.</exception>
    public static SignedIntent? Decode(LedgerContract contract, ReadOnlySpan<byte> data)
    {
        if (data.Length < 4) return null;
        AbiFunction? function = null;
        foreach (var candidate in ContractArtifact.Of(contract).Abi.Functions)
            if (data.StartsWith(candidate.Selector)) function = candidate;
        if (function is null) return null;
        var reader = new AbiReader(data[4..]);
        if (contract == LedgerContract.Orders && OrderHandOff.TryRead(function, ref reader) is { } ordered) return ordered;
        if (IntentTypes.OfFunction(contract, function.Name) is not { } type) return null;
        var message = RecordSchema.Of(type).ReadFrom(ref reader);
        var signatures = new List<byte[]>();
        Hash32? reason = null;
        foreach (var input in function.Inputs.Skip(1))
        {
            if (input.Type.Name == "bytes") signatures.Add(reader.ReadBytes().ToArray());
            else reason = reader.ReadBytes32();
        }
        // A payout of what is settled carries a signature of no bytes, since nobody signs it.
        if (signatures.Exists(signature => signature.Length == 0)) return null;
        return new SignedIntent(reason is { } given ? new Rejection((CustodyOffer)message, given) : (Intent)message, signatures);
    }
}
