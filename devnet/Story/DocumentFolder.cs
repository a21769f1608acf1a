using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Devnet.Story;

/// <summary>A file of a folder of EPCIS documents.</summary>
/// <param name="Name">Its path below the folder, with forward slashes.</param>
/// <param name="Bytes">As they are on disk: they are what is captured.</param>
internal sealed record DocumentFile(string Name, byte[] Bytes)
{
    /// <summary>What it is sent as.</summary>
    public string MediaType => EpcisXml.IsXml(Bytes) ? "application/xml" : "application/ld+json";
}

/// <summary>Reads a folder of EPCIS documents.</summary>
internal static class DocumentFolder
{
    /// <summary>Every <c>*.json</c>, <c>*.jsonld</c> and <c>*.xml</c> below the folder, by path.</summary>
    /// <exception cref="LedgerException">No such folder, or nothing in it.</exception>
    public static IReadOnlyList<DocumentFile> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new LedgerException("no-documents", $"The folder {folder} does not exist.", "Give --documents a folder with EPCIS documents in JSON or XML.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".json" or ".jsonld" or ".xml")
            .Select(path => new DocumentFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files
            : throw new LedgerException("no-documents", $"The folder {folder} holds no *.json, *.jsonld or *.xml file.", "Give --documents a folder with EPCIS documents in JSON or XML.");
    }
}
