using PhigrosLogin.Pictures;

namespace PhigrosLogin.Tests.Pictures;

public sealed class QrPngTests : IDisposable
{
    private readonly Gallery _gallery = new();

    public void Dispose() => _gallery.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(512)]
    public async Task A_scanner_reads_the_link_at_every_scale_from_2_to_20(int length)
    {
        var link = Gallery.Link(length);
        var picture = new QrPicture(link);

        var read = await _gallery.ScanAsync(
            [.. Enumerable.Range(2, 19).Select(scale => _gallery.Hang($"{scale}.png", picture.Png(scale)))]);

        read.ShouldBe(Enumerable.Repeat(link, 19));
    }

    /// <summary>What versions 1 to 17 hold at level M in bytes (ISO/IEC 18004, table 7); 18 holds more than the longest link.</summary>
    private static readonly int[] Capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504];

    [Fact]
    public async Task A_scanner_reads_every_size_at_its_fullest_and_at_its_emptiest()
    {
        var links = Capacities.SelectMany(capacity => new[] { Gallery.Link(capacity), Gallery.Link(capacity + 1) }).ToArray();

        var read = await _gallery.ScanAsync([.. links.Select(link => _gallery.Hang($"{link.Length}.png", new QrPicture(link).Png(4)))]);

        read.ShouldBe(links);
        links.Select(link => new QrPicture(link).Text().Split('\n')[0].Length).Distinct().Count().ShouldBe(18);
    }

    // zbarimg does not find every code of one pixel a module, so the smallest picture is compared with one it reads.
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(512)]
    public async Task Every_scale_shows_the_pixels_of_the_smallest_enlarged(int length)
    {
        var picture = new QrPicture(Gallery.Link(length));

        var smallest = await _gallery.PixelsAsync(_gallery.Hang("1.png", picture.Png(1)));

        foreach (var scale in (int[])[2, 3, 7, 20])
        {
            var larger = await _gallery.PixelsAsync(_gallery.Hang($"{scale}.png", picture.Png(scale)));
            larger.Values.AsSpan().SequenceEqual(smallest.Enlarged(scale).Values).ShouldBeTrue($"scale {scale}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task The_picture_is_pure_black_and_white_with_four_white_modules_around(int scale)
    {
        var picture = new QrPicture(Gallery.Link(60));

        var pixels = await _gallery.PixelsAsync(_gallery.Hang("qr.png", picture.Png(scale)));

        pixels.Height.ShouldBe(pixels.Width);
        pixels.Values.Distinct().Order().ToArray().ShouldBe(new byte[] { 0, 255 });
        pixels.WhiteBorder().ShouldBe(4 * scale);
    }

    [Fact]
    public void A_pixel_costs_one_bit_and_the_file_stays_small()
    {
        var png = new QrPicture(Gallery.Link(512)).Png(20);

        png[24].ShouldBe((byte)1, "bits a pixel");
        png[25].ShouldBe((byte)0, "grey");
        png.Length.ShouldBeLessThan(10_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_scale_outside_1_to_20_is_refused(int scale)
    {
        var picture = new QrPicture("x");

        Should.Throw<ArgumentOutOfRangeException>(() => picture.Png(scale)).ParamName.ShouldBe("scale");
    }
}
