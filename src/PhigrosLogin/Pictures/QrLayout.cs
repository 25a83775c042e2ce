namespace PhigrosLogin.Pictures;

/// <summary>
/// Puts codewords on the square (ISO/IEC 18004 §6.3, §7.7 to §7.10): the patterns that scanners look for, the codewords in
/// their zigzag, and of the eight masks the one that leaves the picture easiest to read.
/// </summary>
internal sealed class QrLayout
{
    private readonly int _size;
    private readonly bool[,] _dark;
    private readonly bool[,] _isPattern;

    private QrLayout(int version)
    {
        _size = (4 * version) + 17;
        (_dark, _isPattern) = (new bool[_size, _size], new bool[_size, _size]);
        DrawPatterns(version);
    }

    /// <summary>The modules of a text of at most 512 ASCII characters, true for a dark one.</summary>
    public static bool[,] Of(string text)
    {
        var version = QrCodewords.VersionFor(text.Length);
        var layout = new QrLayout(version);
        layout.DrawCodewords(QrCodewords.Of(text, version));
        return Enumerable.Range(0, 8).Select(layout.Masked).MinBy(QrPenalty.Of)!;
    }

    private void DrawPatterns(int version)
    {
        for (var at = 0; at < _size; at++)
        {
            Set(6, at, at % 2 == 0);
            Set(at, 6, at % 2 == 0);
        }
        foreach (var (x, y) in new[] { (3, 3), (_size - 4, 3), (3, _size - 4) }) DrawRings(x, y, 4);

        var places = AlignmentPlaces(version);
        foreach (var x in places)
        {
            foreach (var y in places)
            {
                var isInFinder = (x, y) == (6, 6) || (x, y) == (6, _size - 7) || (x, y) == (_size - 7, 6);
                if (!isInFinder) DrawRings(x, y, 2);
            }
        }
        DrawFormat(_dark, 0);
        if (version >= 7) DrawVersion(version);
    }

    /// <summary>Squares inside one another around a middle; the outermost of a finder pattern is light.</summary>
    private void DrawRings(int middleX, int middleY, int radius)
    {
        for (var dy = -radius; dy <= radius; dy++)
        {
            for (var dx = -radius; dx <= radius; dx++)
            {
                int x = middleX + dx, y = middleY + dy, ring = Math.Max(Math.Abs(dx), Math.Abs(dy));
                if (x >= 0 && x < _size && y >= 0 && y < _size) Set(x, y, radius == 4 ? ring is not (2 or 4) : ring != 1);
            }
        }
    }

    private int[] AlignmentPlaces(int version)
    {
        if (version == 1) return [];
        var count = (version / 7) + 2;
        var step = ((version * 8) + (count * 3) + 5) / ((count * 4) - 4) * 2;
        return [6, .. Enumerable.Range(1, count - 1).Select(index => _size - 7 - ((count - 1 - index) * step))];
    }

    // §7.9: level M is 00, then the mask; 15 bits with their own error correction, in two places.
    private void DrawFormat(bool[,] dark, int mask)
    {
        var rest = mask;
        for (var step = 0; step < 10; step++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        var bits = ((mask << 10) | rest) ^ 0x5412;
        for (var at = 0; at < 15; at++)
        {
            var isDark = ((bits >> at) & 1) == 1;
            var (x, y) = at < 6 ? (8, at) : at < 8 ? (8, at + 1) : at == 8 ? (7, 8) : (14 - at, 8);
            Put(dark, x, y, isDark);
            (x, y) = at < 8 ? (_size - 1 - at, 8) : (8, _size - 15 + at);
            Put(dark, x, y, isDark);
        }
        Put(dark, 8, _size - 8, true);
    }

    private void DrawVersion(int version)
    {
        var rest = version;
        for (var step = 0; step < 12; step++) rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        var bits = (version << 12) | rest;
        for (var at = 0; at < 18; at++)
        {
            var (far, near) = (_size - 11 + (at % 3), at / 3);
            Set(far, near, ((bits >> at) & 1) == 1);
            Set(near, far, ((bits >> at) & 1) == 1);
        }
    }

    // Two columns at a time from the right, up and down in turn, around the column of the timing pattern.
    private void DrawCodewords(byte[] codewords)
    {
        var at = 0;
        for (var right = _size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var step = 0; step < _size; step++)
            {
                var isUpward = ((right + 1) & 2) == 0;
                var y = isUpward ? _size - 1 - step : step;
                for (var x = right; x >= right - 1; x--)
                {
                    if (_isPattern[y, x] || at >= codewords.Length * 8) continue;
                    _dark[y, x] = ((codewords[at / 8] >> (7 - (at % 8))) & 1) == 1;
                    at++;
                }
            }
        }
    }

    private bool[,] Masked(int mask)
    {
        var dark = (bool[,])_dark.Clone();
        for (var y = 0; y < _size; y++)
        {
            for (var x = 0; x < _size; x++) dark[y, x] ^= !_isPattern[y, x] && IsInverted(mask, x, y);
        }
        DrawFormat(dark, mask);
        return dark;
    }

    private static bool IsInverted(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((x / 3) + (y / 2)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
    };

    private void Set(int x, int y, bool isDark) => Put(_dark, x, y, isDark);

    private void Put(bool[,] dark, int x, int y, bool isDark) => (dark[y, x], _isPattern[y, x]) = (isDark, true);
}
