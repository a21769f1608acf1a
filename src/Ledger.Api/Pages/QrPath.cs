using System.Globalization;
using System.Text;
using QRCoder;

namespace Ledger.Api.Pages;

/// <summary>Draws a QR code as one SVG path, a tenth of the size of a square for every module.</summary>
public static class QrPath
{
    /// <summary>The side in modules, quiet zone included, and the path's data.</summary>
    public static (int Size, string Path) Draw(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x]) continue;
                var start = x;
                while (x < rows.Count && rows[y][x]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        return (rows.Count, path.ToString());
    }
}
