using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Documents;

/// <summary>Many capture at once, some of them the same or what is refused: transactions run ahead of each other, and nobody notices.</summary>
public sealed class CrowdTests
{
    private const int Clients = 8;
    private const int Rounds = 6;
    private const int Length = 60;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_many_capture_at_once_is_there_once_numbered_without_gaps_and_document_by_document(bool onPostgres)
    {
        using var key = PrivateKey.Generate();
        var database = onPostgres ? await MigratedDatabase.OnPostgresAsync() : null;
        await using var host = await ApiHost.StartAsync(options => options.Database = database ?? options.Database);
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        using var client = await host.SignInAsync(key);
        Assert.Equal(Length, await CaptureAsync(client, Document(0, 0)));
        var captured = await Task.WhenAll(Enumerable.Range(1, Clients).Select(sender => Task.Run(async () =>
        {
            var sum = 0;
            for (var round = 0; round < Rounds; round++)
            {
                sum += await CaptureAsync(client, Document(sender, round));
                // All send this one at much the same time: it counts once.
                if (round == 2) sum += await CaptureAsync(client, Document(99, 0));
                // Of this one the last event is another than the one that is there.
                if (round == 3) Assert.Equal(0, await CaptureAsync(client, Samples.Document([.. Events(sender, 50), Samples.Event(IdOf(0, 0, 7), "urn:epc:id:sgtin:9506000.013435.X")])));
            }
            return sum;
        })));
        Assert.Equal((Clients * Rounds + 1) * Length, captured.Sum());
        await using var connection = await host.Database.OpenAsync();
        var numbers = (await connection.QueryAsync<long>("select number from captured.event order by number")).ToList();
        Assert.Equal(Enumerable.Range(1, (Clients * Rounds + 2) * Length).Select(number => (long)number), numbers);
        Assert.Equal(numbers.Count + 1, await connection.ExecuteScalarAsync<long>("select next from captured.counter where name = 'event'"));
        Assert.Equal(numbers.Count, await connection.ExecuteScalarAsync<long>("select count(*) from captured.event_of_epc"));
        await AssertDocumentsAreWholeAsync(connection);
    }

    private static async Task AssertDocumentsAreWholeAsync(System.Data.Common.DbConnection connection)
    {
        var bodies = (await connection.QueryAsync<byte[]>("select body from captured.event order by number")).Select(body => (string)JsonNode.Parse(body)!["eventID"]!).ToList();
        var firsts = (await connection.QueryAsync<(long First, long Captured)>("select first_event, captured from captured.capture_job where captured > 0 order by first_event")).ToList();
        Assert.Equal(bodies.Count / Length, firsts.Count);
        for (var i = 0; i < firsts.Count; i++)
        {
            Assert.Equal((i * Length + 1, Length), firsts[i]);
            var ids = bodies.Slice(i * Length, Length);
            Assert.Equal(Enumerable.Range(0, Length).Select(place => ids[0][..^4] + place.ToString("x4")), ids);
        }
    }

    private static async Task<int> CaptureAsync(HttpClient client, string document)
    {
        using var content = ApiHost.JsonBody(document);
        var answer = await client.PostAsync("/epcis/v2/capture", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["capturedCount"]!;
    }

    private static string Document(int sender, int round) => Samples.Document([.. Events(sender, round)]);

    private static IEnumerable<string> Events(int sender, int round) =>
        Enumerable.Range(0, Length).Select(place => Samples.Event(IdOf(sender, round, place), $"urn:epc:id:sgtin:9506000.013435.{sender}-{round}-{place}"));

    private static string IdOf(int sender, int round, int place) => $"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{sender:x4}{round:x4}{place:x4}";
}
