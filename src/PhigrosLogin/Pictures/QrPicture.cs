namespace PhigrosLogin.Pictures;

/// <summary>
/// The QR picture of one link in the three forms that callers can show. Every form is black on white with the quiet
/// zone of 4 modules that ISO/IEC 18004 asks for. Error correction is level M, as in TapTap's own client
/// (docs/protocol.md §1). Immutable; each call renders anew, so who serves a picture often keeps the bytes.
/// </summary>
/// <example>
/// <code>
/// var picture = new QrPicture("https://accounts.taptap.cn/device?qrcode=1&amp;user_code=lyhtp");
/// await File.WriteAllBytesAsync("login.png", picture.Png(scale: 8));
/// Console.Write(picture.Text(TextStyle.Ansi));
/// </code>
/// </example>
public sealed class QrPicture
{
    /// <summary>The longest link that is drawn, as in <see cref="Region.Owns"/>.</summary>
    public const int LongestLink = 512;

    /// <summary>The largest picture, in pixels a module: some 2000 pixels wide for the longest link.</summary>
    public const int LargestScale = 20;

    private readonly QrModules _modules;

    /// <summary>Lays out the modules for a link of 1 to 512 printable ASCII characters.</summary>
    /// <exception cref="ArgumentException">The link is empty, too long, or has other characters.</exception>
    public QrPicture(string link)
    {
        if (link.Length is 0 or > LongestLink || link.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"A link has 1 to {LongestLink} printable ASCII characters.", nameof(link));
        _modules = new(QrLayout.Of(link));
    }

    /// <summary>An SVG in UTF-8, without a size of its own: it fills the box that the page gives it.</summary>
    public byte[] Svg() => QrSvg.Render(_modules);

    /// <summary>A PNG of one bit a pixel. Scanners want 2 pixels a module or more.</summary>
    /// <param name="scale">Pixels a module, 1 to 20.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not in 1..20.</exception>
    public byte[] Png(int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, LargestScale);
        return QrPng.Render(_modules, scale);
    }

    /// <summary>
    /// Half blocks, two modules to a character, every line ended by <c>\n</c>, with the quiet zone in the text.
    /// A text cannot know the ground it will stand on, and on the wrong one it is a negative, which many scanners
    /// refuse. So the caller says it: <see cref="TextStyle.Dark"/> for the usual terminal, <see cref="TextStyle.Light"/>
    /// for a light one, <see cref="TextStyle.Ansi"/> for either where escape sequences are understood. Ansi is the
    /// surest of the three; Light suffers most from fonts that leave a gap between two lines.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="style"/> is none of the three.</exception>
    public string Text(TextStyle style = TextStyle.Dark) => QrText.Render(_modules, style);
}
