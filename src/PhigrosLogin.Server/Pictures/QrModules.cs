using System.Collections;

namespace PhigrosLogin.Server.Pictures;

/// <summary>The squares of one QR code, its quiet zone included.</summary>
internal sealed class QrModules
{
    private readonly bool[] _dark;

    /// <summary>Copies the rows, which already have QRCoder's quiet zone of 4 modules.</summary>
    public QrModules(List<BitArray> rows)
    {
        Size = rows.Count;
        _dark = new bool[Size * Size];
        for (var y = 0; y < Size; y++) rows[y].CopyTo(_dark, y * Size);
    }

    /// <summary>Modules a side: 29 to 97 for the links that we draw, always odd.</summary>
    public int Size { get; }

    /// <summary>One row from left to right, true for a dark module; below the last row all is light.</summary>
    public ReadOnlySpan<bool> Row(int y) => y < Size ? _dark.AsSpan(y * Size, Size) : new bool[Size];
}
