using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Parties;

internal sealed record DeviceRow(Address Address, ulong Party, ulong Attests, ulong Seq)
{
    public const string Select = "select address, party, attests, seq from projection.device";

    public Device ToResource() => new(Address, new PartyId(Party), (uint)Attests, (uint)Seq);
}

/// <summary><c>GET /devices/{address}</c>: whose a device is, and what it may attest.</summary>
public static class ShowDevice
{
    internal static Device Example { get; } = new(Address.Parse("0x00000000000000000000000000000000000000dd"), new PartyId(2), Device.Arrival | Device.Condition, 1);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/devices/{address}", HandleAsync)
        .WithName("ShowDevice").WithTags("Parties").WithSummary("One device: its party, what it may attest, and the seq that a change of it must bind")
        .WithDescription("attests is a sum: 1 arrival, 2 condition; 0 where it was revoked.")
        .Answers(Example).Refuses("malformed-hex", "not-found", "not-indexed-yet");

    private static async Task<Ok<Device>> HandleAsync(string address, Database database, CancellationToken cancellationToken)
    {
        if (!Address.TryParse(address, out var asked)) throw new LedgerException("malformed-hex", $"'{address}' is no address.", "An address is 0x and 40 hexadecimal digits.");
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await Head.RequireAsync(connection);
        var row = await connection.QuerySingleOrDefaultAsync<DeviceRow>($"{DeviceRow.Select} where address = @asked", new { asked })
            ?? throw new LedgerException("not-found", $"There is no device {asked}.", "A party admits it with a DeviceChange.");
        return TypedResults.Ok(row.ToResource());
    }
}
