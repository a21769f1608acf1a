using System.Data.Common;
using Dapper;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>A party's present key and epoch.</summary>
public sealed record PartyFacts(Address Key, uint Epoch, PartyStatus Status)
{
    /// <summary>Of a party that there is.</summary>
    /// <exception cref="LedgerException"><c>unknown-party</c>.</exception>
    public static async Task<PartyFacts> RequireAsync(DbConnection connection, PartyId party)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(byte[] Address, long Epoch, long Status)?>(
            "select address, epoch, status from projection.party where id = @id", new { id = party.Value });
        return row is { } found
            ? new PartyFacts(new Address(found.Address), (uint)found.Epoch, (PartyStatus)found.Status)
            : throw new LedgerException("unknown-party", $"There is no party {party}.");
    }

    /// <summary>The Facility's party.</summary>
    /// <exception cref="LedgerException"><c>not-admitted</c>.</exception>
    public static async Task<PartyId> FacilityAsync(DbConnection connection, DeploymentManifest manifest) => new(
        await connection.QuerySingleOrDefaultAsync<ulong?>("select id from projection.party where address = @Facility", new { manifest.Facility })
        ?? throw new LedgerException("not-admitted", "The Facility is no party of the registry yet.", "The registrar admits it; until then there are sales, and no loans."));
}
