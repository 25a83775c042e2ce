namespace PhigrosLogin.Pictures;

/// <summary>The squares of one QR code, its quiet zone included.</summary>
internal sealed class QrModules
{
    /// <summary>ISO/IEC 18004 asks for 4 light modules on every side.</summary>
    private const int QuietZone = 4;

    private readonly bool[] _dark;

    /// <summary>Copies a square of modules and puts the quiet zone around it.</summary>
    public QrModules(bool[,] code)
    {
        var inner = code.GetLength(0);
        Size = inner + (2 * QuietZone);
        _dark = new bool[Size * Size];
        for (var y = 0; y < inner; y++)
        {
            for (var x = 0; x < inner; x++) _dark[((y + QuietZone) * Size) + x + QuietZone] = code[y, x];
        }
    }

    /// <summary>Modules a side: 29 to 97 for the links that we draw, always odd.</summary>
    public int Size { get; }

    /// <summary>One row from left to right, true for a dark module; below the last row all is light.</summary>
    public ReadOnlySpan<bool> Row(int y) => y < Size ? _dark.AsSpan(y * Size, Size) : new bool[Size];
}
