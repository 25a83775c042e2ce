using System.Globalization;

namespace PhigrosLogin.Tests.Pictures;

/// <summary>A folder for one test's pictures, and the foreign eyes that look at them.</summary>
internal sealed class Gallery : IDisposable
{
    private static readonly DebianProgram Scanner = new("zbarimg", "zbar-tools");
    private static readonly DebianProgram Renderer = new("rsvg-convert", "librsvg2-bin");
    private static readonly DebianProgram Reader = new("convert", "imagemagick");
    private static readonly DebianProgram Measure = new("identify", "imagemagick");

    private readonly string _folder = Directory.CreateTempSubdirectory("qr-").FullName;

    /// <summary>A link of exactly this many characters, the longer ones with <c>&amp;</c> and escapes in them.</summary>
    public static string Link(int length) => length == 1
        ? "x"
        : string.Concat(Enumerable.Repeat("https://accounts.taptap.cn/device?qrcode=1&user_code=lyhtp&a=%26b&", 8))[..length];

    public string Hang(string name, byte[] picture)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, picture);
        return path;
    }

    /// <summary>What a scanner reads in each picture; one that holds no code fails.</summary>
    public async Task<string[]> ScanAsync(params string[] pictures) =>
        (await Scanner.RunAsync(["--nodbus", "-q", "--raw", .. pictures])).TrimEnd('\n').Split('\n');

    public async Task<Pixels> PixelsAsync(string picture)
    {
        var raw = Path.Combine(_folder, "raw.gray");
        var width = await Measure.RunAsync("-format", "%w", picture);
        await Reader.RunAsync(picture, "-depth", "8", $"gray:{raw}");
        return new(int.Parse(width, CultureInfo.InvariantCulture), await File.ReadAllBytesAsync(raw, TestContext.Current.CancellationToken));
    }

    public async Task<string> RenderAsync(byte[] svg, int width)
    {
        var rendered = Path.Combine(_folder, "svg.png");
        await Renderer.RunAsync("-w", $"{width}", "-o", rendered, Hang("qr.svg", svg));
        return rendered;
    }

    public Task<string> ShowAsync(Terminal terminal, string text) => terminal.ShowAsync(text, _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
