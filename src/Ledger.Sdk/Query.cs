using System.Globalization;

namespace Ledger.Sdk;

/// <summary>Paths with queries.</summary>
internal static class Query
{
    /// <summary>The path with those parameters that have a value.</summary>
    public static string Path(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null) continue;
            path += $"{separator}{name}={Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!)}";
            separator = '&';
        }
        return path;
    }
}
