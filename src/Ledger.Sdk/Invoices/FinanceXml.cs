using System.Text;
using System.Xml;

namespace Ledger.Sdk.Invoices;

/// <summary>Opens XML of invoices and banks: document types and with them entities are refused, nothing outside is fetched, and depth and
/// size have limits.</summary>
internal static class FinanceXml
{
    /// <summary>How deep elements may be nested; UBL and ISO 20022 stay below 20.</summary>
    public const int Deepest = 48;

    /// <summary>Opens a document and moves to its root.</summary>
    /// <exception cref="InvalidFileException">file-malformed, file-encoding.</exception>
    public static XmlReader Open(Stream stream, long mostCharacters)
    {
        try
        {
            var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
                MaxCharactersInDocument = mostCharacters,
                CloseInput = false,
            });
            reader.MoveToContent();
            return reader;
        }
        catch (Exception error) when (error is XmlException or DecoderFallbackException)
        {
            throw Broken(error);
        }
    }

    /// <summary>Moves on; false behind the end.</summary>
    public static bool Read(XmlReader reader)
    {
        try
        {
            var isRead = reader.Read();
            return reader.Depth <= Deepest
                ? isRead
                : throw new InvalidFileException("file-malformed", $"Elements are nested more than {Deepest} deep.", line: ((IXmlLineInfo)reader).LineNumber);
        }
        catch (Exception error) when (error is XmlException or DecoderFallbackException)
        {
            throw Broken(error);
        }
    }

    /// <summary>The text on which the reader stands: a long one is read only now, so that it can turn out to be broken.</summary>
    public static string Value(XmlReader reader)
    {
        try
        {
            return reader.Value;
        }
        catch (Exception error) when (error is XmlException or DecoderFallbackException)
        {
            throw Broken(error);
        }
    }

    private static InvalidFileException Broken(Exception error)
    {
        var (message, line) = (error.Message, (error as XmlException)?.LineNumber ?? 0);
        if (message.Contains("DTD", StringComparison.Ordinal))
            return new InvalidFileException("file-malformed", "The document has a document type, which is not taken: no entity is ever expanded.", "Remove the line that begins with <!DOCTYPE.", line, error);
        if (error is DecoderFallbackException || message.Contains("encoding", StringComparison.Ordinal))
            return new InvalidFileException("file-encoding", "The bytes are not of the encoding that the document says.", "Save it as UTF-8.", line, error);
        if (message.Contains("MaxCharactersInDocument", StringComparison.Ordinal))
            return new InvalidFileException("file-oversized", "The document is larger than what is taken.", inner: error);
        return new InvalidFileException("file-malformed", $"The text is no XML that can be read: {message}", line: line, inner: error);
    }
}
