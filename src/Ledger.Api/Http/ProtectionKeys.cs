using System.Xml.Linq;
using Dapper;
using Ledger.Indexer.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Ledger.Api.Http;

/// <summary>Keeps the keys of tokens and cursors in the database, so that they outlive a restart and all processes share them.</summary>
public sealed class ProtectionKeys(Database database) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => ReadAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => StoreAsync(element, friendlyName).GetAwaiter().GetResult();

    private async Task<XElement[]> ReadAsync()
    {
        await using var connection = await database.OpenAsync();
        return [.. (await connection.QueryAsync<string>("select xml from captured.protection_key order by name")).Select(text => XElement.Parse(text))];
    }

    private async Task StoreAsync(XElement element, string name)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync(
            "insert into captured.protection_key (name, xml) values (@name, @xml) on conflict (name) do update set xml = excluded.xml",
            new { name, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}
