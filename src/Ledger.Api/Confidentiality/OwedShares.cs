using System.Data.Common;
using Dapper;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Shares for the chain of custody that the API can't make, because every key that opens the event is held by a party itself.</summary>
internal static class OwedShares
{
    /// <summary>Notes those of a change of custody, once what the API can share is shared.</summary>
    /// <param name="connection">Where captured rows may be written.</param>
    /// <param name="change">Who got custody of what.</param>
    /// <param name="term">What events are found by that name the unit under seal.</param>
    /// <param name="now">Unix seconds.</param>
    public static Task NoteAsync(DbConnection connection, CustodyChange change, long term, long now) => connection.ExecuteAsync("""
        insert into captured.owed_share (party, event, reader, since)
        select distinct e.party, e.number, @Party, @now from
          (select event from captured.event_of_epc where epc = substr(@Unit, 1, 16) union select event from captured.event_term where term = @term) n
        join captured.event e on e.number = n.event and e.party <> @Party
        join captured.sealed_part p on p.event = n.event join captured.content_key c on c.id = p.content_key and c.custody = 1
        where not exists (select 1 from captured.key_wrap v join captured.encryption_key t on t.id = v.encryption_key
          where v.content_key = c.id and v.event in (0, n.event) and t.party = @Party)
        on conflict do nothing
        """, new { change.Unit, change.Party, term, now });

    /// <summary>The share was made.</summary>
    public static Task RemoveAsync(DbConnection connection, long number, PartyId reader) =>
        connection.ExecuteAsync("delete from captured.owed_share where event = @number and reader = @Value", new { number, reader.Value });
}
