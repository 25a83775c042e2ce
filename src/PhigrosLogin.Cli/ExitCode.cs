namespace PhigrosLogin.Cli;

/// <summary>What a script learns from the end of the program.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>live-check: something is not as it is written down.</summary>
    public const int Differs = 1;

    /// <summary>The command line, a setting or a token cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Somebody said no: the player, the game cloud about a token, or the gateway about a key. live-check: a login was not confirmed.</summary>
    public const int Refused = 3;

    /// <summary>Nobody confirmed in time.</summary>
    public const int Expired = 4;

    /// <summary>TapTap, the game cloud or the gateway did not do its part, or an answer was lost.</summary>
    public const int Upstream = 5;

    /// <summary>The account never played in this region.</summary>
    public const int NoPlayer = 6;

    /// <summary>The result, or a report, cannot be written.</summary>
    public const int Output = 7;

    /// <summary>A fault of the tool.</summary>
    public const int Internal = 8;

    /// <summary>Ctrl-C.</summary>
    public const int Cancelled = 130;
}
