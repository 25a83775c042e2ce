namespace PhigrosLogin.LiveCheck;

/// <summary>What the command line asks for.</summary>
internal sealed record LiveCheckArguments
{
    public const string Usage = """
        Usage: ./live-check.sh [--region cn|global] [--never-played] [--refuse] [--slow-down] [--report FOLDER] [--go]

        Signs in once per region against the real TapTap and compares every answer with tests/fixtures/wire.
        You need a phone with TapTap and a network that reaches the region.

          --region cn|global  one region; without it both, China first
          --never-played      your TapTap account has never played Phigros in that region: the cloud then has to say so
                              (211) and must not create a player. This is the one way to see whether failOnNotExist works
          --refuse            a further login, in which you press cancel, shows what a refusal looks like
          --slow-down         a further code, which nobody scans, is polled every second until TapTap complains
          --report FOLDER     where the report goes; live-check-report without it
          --go                begin without asking where there is nobody to ask, because the input is no terminal

        Settings are those of the server, from the environment: Regions__global__Proxy=http://127.0.0.1:7890
        Exit status: 0 all is as it is written down, 1 something differs, 2 wrong usage, 3 a login was not confirmed.
        """;

    public IReadOnlyList<string> Regions { get; private init; } = ["cn", "global"];

    public bool NeverPlayed { get; private init; }

    public bool Refuse { get; private init; }

    public bool SlowDown { get; private init; }

    public bool Go { get; private init; }

    public string ReportFolder { get; private init; } = "live-check-report";

    /// <summary>Reads the words; null when one of them makes no sense.</summary>
    public static LiveCheckArguments? TryRead(IEnumerable<string> words)
    {
        var read = new LiveCheckArguments();
        var left = new Queue<string>(words.SelectMany(word => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word]));
        while (left.TryDequeue(out var word))
        {
            var next = word switch
            {
                "--never-played" => read with { NeverPlayed = true },
                "--refuse" => read with { Refuse = true },
                "--slow-down" => read with { SlowDown = true },
                "--go" => read with { Go = true },
                "--region" when left.TryDequeue(out var region) && region is "cn" or "global" => read with { Regions = [region] },
                "--report" when left.TryDequeue(out var folder) && folder.Length > 0 => read with { ReportFolder = folder },
                _ => null,
            };
            if (next is null) return null;
            read = next;
        }
        return read;
    }
}
