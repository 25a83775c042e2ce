using System.Globalization;
using System.Text;

namespace PhigrosLogin.Pictures;

/// <summary>
/// One white square and one black path, a rectangle for each run of dark modules. The link is not in it as text,
/// so that no link can bring markup into a page.
/// </summary>
internal static class QrSvg
{
    public static byte[] Render(QrModules modules)
    {
        var size = modules.Size;
        var svg = new StringBuilder(size * size * 3).Append(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges"><title>QR</title><rect width="{size}" height="{size}" fill="#fff"/><path d=" """);
        svg.Length--;
        for (var y = 0; y < size; y++) AppendRuns(svg, modules.Row(y), y);
        return Encoding.UTF8.GetBytes(svg.Append("\"/></svg>\n").ToString());
    }

    private static void AppendRuns(StringBuilder path, ReadOnlySpan<bool> row, int y)
    {
        var x = 0;
        while (row[x..].IndexOf(true) is var skipped and >= 0)
        {
            x += skipped;
            var length = row[x..].IndexOf(false);
            path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{length}v1H{x}z");
            x += length;
        }
    }
}
