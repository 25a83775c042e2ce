namespace PhigrosLogin.Pictures;

/// <summary>How hard a masked picture is to read (ISO/IEC 18004 §7.8.3): the fewer points the better.</summary>
internal static class QrPenalty
{
    // What looks like the middle of a finder pattern with four light modules on one side of it.
    private static readonly bool[] FinderFirst = [true, false, true, true, true, false, true, false, false, false, false];
    private static readonly bool[] FinderLast = [false, false, false, false, true, false, true, true, true, false, true];

    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var points = Balance(dark) + Boxes(dark);
        var line = new bool[size];
        for (var at = 0; at < size; at++)
        {
            for (var along = 0; along < size; along++) line[along] = dark[at, along];
            points += Line(line);
            for (var along = 0; along < size; along++) line[along] = dark[along, at];
            points += Line(line);
        }
        return points;
    }

    private static int Line(ReadOnlySpan<bool> line)
    {
        int points = 0, run = 0;
        for (var at = 0; at < line.Length; at++)
        {
            run = at > 0 && line[at] == line[at - 1] ? run + 1 : 1;
            if (run >= 5) points += run == 5 ? 3 : 1;
            var rest = line[at..];
            if (rest.StartsWith(FinderFirst) || rest.StartsWith(FinderLast)) points += 40;
        }
        return points;
    }

    private static int Boxes(bool[,] dark)
    {
        int size = dark.GetLength(0), points = 0;
        for (var y = 1; y < size; y++)
        {
            for (var x = 1; x < size; x++)
            {
                if (dark[y, x] == dark[y, x - 1] && dark[y, x] == dark[y - 1, x] && dark[y, x] == dark[y - 1, x - 1]) points += 3;
            }
        }
        return points;
    }

    // Ten points for every full 5 % that dark and light are apart from half and half.
    private static int Balance(bool[,] dark) => Math.Abs((20 * dark.Cast<bool>().Count(isDark => isDark)) - (10 * dark.Length)) / dark.Length * 10;
}
