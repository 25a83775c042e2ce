namespace PhigrosLogin.Tests.Pictures;

/// <summary>The grey values of a picture, line by line from the top left corner; 0 is black, 255 is white.</summary>
internal sealed record Pixels(int Width, byte[] Values)
{
    public int Height => Values.Length / Width;

    public byte this[int x, int y] => Values[y * Width + x];

    /// <summary>The square of this side at the top left corner.</summary>
    public Pixels TopLeft(int side) => Square(side, (x, y) => this[x, y]);

    /// <summary>The same picture with every pixel grown to a square.</summary>
    public Pixels Enlarged(int times) => Square(Width * times, (x, y) => this[x / times, y / times]);

    public Pixels Negative() => Square(Width, (x, y) => (byte)(255 - this[x, y]));

    /// <summary>How many lines and columns are wholly white, counted inwards from the thinnest of the four sides.</summary>
    public int WhiteBorder() => Enumerable.Range(0, Width).First(depth => Enumerable.Range(0, Width).Any(at =>
        this[at, depth] + this[at, Height - 1 - depth] + this[depth, at] + this[Width - 1 - depth, at] < 4 * 255));

    private static Pixels Square(int side, Func<int, int, byte> value)
    {
        var values = new byte[side * side];
        for (var at = 0; at < values.Length; at++) values[at] = value(at % side, at / side);
        return new(side, values);
    }
}
