namespace PhigrosLogin.Tests.Pictures;

/// <summary>A real terminal, xterm, on a screen of its own that exists only in memory.</summary>
internal sealed record Terminal(string Ground, string Ink, string Font = Terminal.Terminus)
{
    /// <summary>A bitmap font whose cell is 8 by 16 pixels: a module is exactly 8 by 8.</summary>
    public const string Terminus = "Terminus:pixelsize=16";

    /// <summary>An outline font that leaves a hairline between two blocks, as many do.</summary>
    public const string DejaVu = "DejaVu Sans Mono:pixelsize=14";

    private static readonly DebianProgram Screen = new("Xvfb", "xvfb");
    private static readonly DebianProgram Emulator = new("xterm", "xterm");

    private static readonly (string File, string Package)[] Fonts =
    [
        ("/usr/share/fonts/opentype/terminus/terminus-normal.otb", "fonts-terminus-otb"),
        ("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "fonts-dejavu-core"),
    ];

    // The question for the window's place is answered only after the X server has drawn everything before it.
    private const string Show = """
        stty raw -echo
        printf '\033[?25l'
        sed 's/$/\r/' "$0/qr.txt"
        printf '\033[13t'
        dd bs=1 count=3 >/dev/null 2>&1
        cp "$0/Xvfb_screen0" "$0/shot.xwd"
        """;

    /// <summary>Prints a text at the top left corner and takes a picture of the screen.</summary>
    public async Task<string> ShowAsync(string text, string folder)
    {
        foreach (var (file, package) in Fonts) File.Exists(file).ShouldBeTrue(new DebianProgram(file, package).Missing);
        await File.WriteAllTextAsync(Path.Combine(folder, "qr.txt"), text, TestContext.Current.CancellationToken);
        using var screen = Screen.Start(new Dictionary<string, string>(),
            "-displayfd", "1", "-screen", "0", "1000x900x24", "-fbdir", folder, "-nocursor", "-nolisten", "tcp", "-terminate");
        try
        {
            var display = await screen.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            await Emulator.RunAsync(
                new Dictionary<string, string> { ["DISPLAY"] = $":{display}", ["LC_ALL"] = "C.UTF-8" },
                "-u8", "+sb", "-b", "0", "-bw", "0", "-geometry", "110x52+0+0", "-fa", Font, "-bg", Ground, "-fg", Ink,
                "-xrm", "*waitForMap: true", "-xrm", "*allowWindowOps: true", "-e", "sh", "-c", Show, folder);
            return $"xwd:{Path.Combine(folder, "shot.xwd")}";
        }
        finally
        {
            if (!screen.HasExited) screen.Kill();
        }
    }
}
