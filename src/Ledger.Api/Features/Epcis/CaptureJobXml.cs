using System.Globalization;
using System.Xml.Linq;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Features.Epcis;

/// <summary>A capture job as <c>EPCISCaptureJob</c> of the EPCIS 2.0 schema.</summary>
internal static class CaptureJobXml
{
    private static readonly XNamespace Epcis = "urn:epcglobal:epcis:xsd:2";

    /// <summary>Whether the request asks for XML before JSON.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept is { Count: > 0 } accepted
        && accepted.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault(type => IsXml(type) || IsJson(type)) is { } first && IsXml(first);

    /// <summary>The job.</summary>
    public static string Of(CaptureJob job) => new XDocument(new XElement(
        Epcis + "EPCISCaptureJob", new XAttribute(XNamespace.Xmlns + "epcis", Epcis.NamespaceName), new XAttribute("running", job.Running), new XAttribute("success", job.Success),
        new XAttribute("captureID", job.CaptureID), new XElement("captureErrorBehaviour", job.CaptureErrorBehaviour), new XElement("createdAt", Time(job.CreatedAt)),
        new XElement("finishedAt", Time(job.FinishedAt)), job.Errors.Count == 0 ? null : new XElement("errors", job.Errors.Select(ErrorOf)))).ToString();

    private static XElement ErrorOf(CaptureError error) => new(
        "error", new XElement("type", error.Type), new XElement("title", error.Title), new XElement("status", error.Status), new XElement("detail", $"{error.Pointer}: {error.Detail}"));

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);

    private static bool IsXml(MediaTypeHeaderValue type) => type.MediaType.Value is "application/xml" or "text/xml";

    private static bool IsJson(MediaTypeHeaderValue type) => type.MediaType.Value is "application/json" or "application/*" or "*/*";
}
