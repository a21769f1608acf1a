using System.Data.Common;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Credit;

/// <summary>Who may see a party's credit here: the party, those it allows, and regulators. Whoever has a node can compute it all the same; this server only does not hand it around.</summary>
public sealed class CreditAccess(Database database)
{
    private const long Everybody = 0;

    /// <summary>The party's own setting.</summary>
    public async Task<CreditAudience> ReadAsync(PartyId party, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var viewers = (await connection.QueryAsync<long>("select viewer from captured.credit_access where party = @Value order by viewer", party)).AsList();
        return new CreditAudience([.. viewers.Where(viewer => viewer != Everybody).Select(viewer => new PartyId((ulong)viewer))], viewers.Contains(Everybody));
    }

    /// <summary>Changes it; what was allowed before and is not named ends.</summary>
    /// <exception cref="LedgerException"><c>unknown-party</c>.</exception>
    public async Task WriteAsync(PartyId party, CreditAudience audience, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("delete from captured.credit_access where party = @Value", party);
        foreach (var viewer in audience.Parties.Distinct())
        {
            if (await connection.ExecuteScalarAsync<long?>("select id from projection.party where id = @Value", viewer) is null)
                throw new LedgerException("unknown-party", $"There is no party {viewer}.", "GET /parties lists all.");
            await AllowAsync(connection, party, (long)viewer.Value);
        }
        if (audience.Published) await AllowAsync(connection, party, Everybody);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Refuses who may not see it.</summary>
    /// <exception cref="LedgerException"><c>credit-private</c>.</exception>
    public async Task RequireAsync(Caller caller, PartyId party, CancellationToken cancellationToken)
    {
        if (caller.Party == party || caller.Roles.HasFlag(PartyRoles.Regulator)) return;
        if (!(await ReadAsync(party, cancellationToken)).Parties.Contains(caller.Party))
            throw new LedgerException("credit-private", $"Party {party} does not let party {caller.Party} see its credit here.", "It allows that with PUT /parties/{id}/credit/access. Whoever has a node computes it with: ledger credit.");
    }

    private static async Task AllowAsync(DbConnection connection, PartyId party, long viewer) =>
        await connection.ExecuteAsync("insert into captured.credit_access (party, viewer) values (@party, @viewer)", new { party = (long)party.Value, viewer });
}
