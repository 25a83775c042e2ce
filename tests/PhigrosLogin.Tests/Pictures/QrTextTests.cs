using PhigrosLogin.Pictures;

namespace PhigrosLogin.Tests.Pictures;

public sealed class QrTextTests : IDisposable
{
    private static readonly Terminal DarkTerminal = new("black", "white");
    private static readonly Terminal LightTerminal = new("white", "black");
    private static readonly Terminal ThemedTerminal = new("#fdf6e3", "#657b83");

    private readonly Gallery _gallery = new();

    public void Dispose() => _gallery.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(512)]
    public Task A_dark_terminal_shows_the_dark_style(int length) => Shows(DarkTerminal, TextStyle.Dark, length);

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(512)]
    public Task A_light_terminal_shows_the_light_style(int length) => Shows(LightTerminal, TextStyle.Light, length);

    [Theory]
    [InlineData(60)]
    [InlineData(512)]
    public async Task Any_terminal_shows_the_colours_that_the_ansi_style_brings(int length)
    {
        await Shows(DarkTerminal, TextStyle.Ansi, length);
        await Shows(LightTerminal, TextStyle.Ansi, length);
        await Shows(ThemedTerminal, TextStyle.Ansi, length);
    }

    [Fact]
    public async Task On_the_wrong_ground_a_style_without_colours_is_the_exact_negative()
    {
        var picture = new QrPicture(Gallery.Link(60));
        var expected = await _gallery.PixelsAsync(_gallery.Hang("qr.png", picture.Png(8)));

        var screen = await _gallery.ShowAsync(LightTerminal, picture.Text(TextStyle.Dark));

        var shown = (await _gallery.PixelsAsync(screen)).TopLeft(expected.Width);
        shown.Values.AsSpan().SequenceEqual(expected.Negative().Values).ShouldBeTrue();
    }

    [Theory]
    [InlineData(nameof(TextStyle.Dark))]
    [InlineData(nameof(TextStyle.Ansi))]
    public async Task A_font_with_gaps_between_its_blocks_does_not_stop_a_scanner(string style)
    {
        var link = Gallery.Link(60);
        var text = new QrPicture(link).Text(Enum.Parse<TextStyle>(style));

        var screen = await _gallery.ShowAsync(DarkTerminal with { Font = Terminal.DejaVu }, text);

        (await _gallery.ScanAsync(screen)).ShouldBe([link]);
    }

    [Fact]
    public void Two_rows_of_modules_share_a_line_and_every_line_is_ended()
    {
        var text = new QrPicture("x").Text();

        var lines = text.Split('\n');
        lines.Length.ShouldBe(16, "29 modules and what follows the last line's end");
        lines[..15].ShouldAllBe(line => line.Length == 29 && line.Trim('█', '▀', '▄', ' ').Length == 0);
        lines[..2].ShouldAllBe(line => line == new string('█', 29));
        lines[15].ShouldBeEmpty();
    }

    [Fact]
    public void A_style_that_does_not_exist_is_refused()
    {
        var picture = new QrPicture("x");

        Should.Throw<ArgumentOutOfRangeException>(() => picture.Text((TextStyle)3)).ParamName.ShouldBe("style");
    }

    // The PNG has passed a scanner; that the screen shows its pixels says more than that it can be read.
    private async Task Shows(Terminal terminal, TextStyle style, int length)
    {
        var link = Gallery.Link(length);
        var picture = new QrPicture(link);
        var expected = await _gallery.PixelsAsync(_gallery.Hang("qr.png", picture.Png(8)));

        var screen = await _gallery.ShowAsync(terminal, picture.Text(style));

        (await _gallery.ScanAsync(screen)).ShouldBe([link]);
        var shown = (await _gallery.PixelsAsync(screen)).TopLeft(expected.Width);
        shown.Values.AsSpan().SequenceEqual(expected.Values).ShouldBeTrue();
    }
}
