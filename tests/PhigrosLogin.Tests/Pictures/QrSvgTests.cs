using System.Text;
using System.Xml.Linq;
using PhigrosLogin.Pictures;

namespace PhigrosLogin.Tests.Pictures;

public sealed class QrSvgTests : IDisposable
{
    private readonly Gallery _gallery = new();

    public void Dispose() => _gallery.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(512)]
    public async Task A_scanner_reads_the_link_in_a_box_of_any_size(int length)
    {
        var link = Gallery.Link(length);
        var svg = new QrPicture(link).Svg();

        var read = await _gallery.ScanAsync(await _gallery.RenderAsync(svg, 417));

        read.ShouldBe([link]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(512)]
    public async Task Rendered_it_is_the_PNG_pixel_for_pixel(int length)
    {
        var picture = new QrPicture(Gallery.Link(length));
        var png = await _gallery.PixelsAsync(_gallery.Hang("qr.png", picture.Png(5)));

        var svg = await _gallery.PixelsAsync(await _gallery.RenderAsync(picture.Svg(), png.Width));

        svg.Values.AsSpan().SequenceEqual(png.Values).ShouldBeTrue();
    }

    [Fact]
    public void It_holds_a_title_a_white_square_and_one_path_and_nothing_of_the_link()
    {
        var link = "https://accounts.taptap.cn/device?user_code=lyhtp&\"><script>alert(1)</script>";

        var svg = new QrPicture(link).Svg();

        var root = XDocument.Parse(Encoding.UTF8.GetString(svg)).Root!;
        root.DescendantsAndSelf().Select(element => element.Name.LocalName).ShouldBe(["svg", "title", "rect", "path"]);
        root.Attributes().Select(attribute => attribute.Name.LocalName).ShouldBe(["xmlns", "viewBox", "role", "shape-rendering"]);
        root.Attribute("role")!.Value.ShouldBe("img");
        root.Attribute("shape-rendering")!.Value.ShouldBe("crispEdges");
        root.Value.ShouldBe("QR");
        Encoding.UTF8.GetString(svg).ShouldNotContain("lyhtp");
    }

    [Fact]
    public void A_usual_link_makes_a_picture_of_some_kilobytes()
    {
        var svg = new QrPicture("https://accounts.taptap.cn/device?qrcode=1&user_code=lyhtp").Svg();

        svg.Length.ShouldBeLessThan(5_000);
    }
}
