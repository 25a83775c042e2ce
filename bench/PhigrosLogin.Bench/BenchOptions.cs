namespace PhigrosLogin.Bench;

/// <summary>What a run is asked for: <c>[--smoke] [--gateway=PATH] [--only=NAME] [--write=FOLDER]</c>.</summary>
internal sealed record BenchOptions
{
    /// <summary>The gateway's program; the one that was built beside this one unless another is named.</summary>
    public string Gateway { get; private init; } = Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.Server");

    /// <summary>Whether everything is tiny and only shows that each figure still comes out.</summary>
    public bool IsSmoke { get; private init; }

    /// <summary>The part of a name that a measurement must have to be taken.</summary>
    public string Only { get; private init; } = "";

    /// <summary>The root of the repository whose report gets the figures.</summary>
    public string? WriteTo { get; private init; }

    public Extent Extent => IsSmoke ? Extent.Smoke : Extent.Full;

    public static BenchOptions Read(string[] args) => args.Aggregate(new BenchOptions(), (options, arg) => arg.Split('=', 2) switch
    {
        ["--smoke"] => options with { IsSmoke = true },
        ["--gateway", var path] => options with { Gateway = Path.GetFullPath(path) },
        ["--only", var name] => options with { Only = name },
        ["--write", var folder] => options with { WriteTo = Path.GetFullPath(folder) },
        _ => throw new ArgumentException($"{arg} is not understood: [--smoke] [--gateway=PATH] [--only=NAME] [--write=FOLDER]."),
    });
}

/// <summary>How much is measured.</summary>
internal sealed record Extent
{
    public static Extent Full { get; } = new()
    {
        Pairs = 11,
        Seconds = 2,
        WarmUpRequests = 60_000,
        Codes = 10_000,
        Starts = 7,
        Rate = 1000,
        RateTime = TimeSpan.FromSeconds(10),
        Rest = TimeSpan.FromSeconds(3),
        Streams = 10_000,
        Changes = 100,
        Logins = [1_000, 10_000, 100_000],
        QuietTime = TimeSpan.FromSeconds(30),
    };

    public static Extent Smoke { get; } = new()
    {
        Pairs = 1,
        Seconds = 1,
        WarmUpRequests = 0,
        Codes = 20,
        Starts = 1,
        Rate = 100,
        RateTime = TimeSpan.FromSeconds(0.3),
        Rest = TimeSpan.Zero,
        Streams = 32,
        Changes = 1,
        Logins = [5, 10],
        QuietTime = TimeSpan.FromSeconds(0.1),
    };

    /// <summary>How many times the gateway and its rival are loaded, in turn.</summary>
    public required int Pairs { get; init; }

    /// <summary>How long each is loaded at a time; wrk counts in whole seconds.</summary>
    public required int Seconds { get; init; }

    /// <summary>What each has answered before anything counts: by then what runs often is compiled for good.</summary>
    public required int WarmUpRequests { get; init; }

    /// <summary>The waiting codes over which checks are spread.</summary>
    public required int Codes { get; init; }

    /// <summary>How many times the gateway is started to see it start.</summary>
    public required int Starts { get; init; }

    /// <summary>Requests a second at a fixed rate.</summary>
    public required int Rate { get; init; }

    /// <summary>How long they come at a fixed rate, each of three times.</summary>
    public required TimeSpan RateTime { get; init; }

    /// <summary>How long a gateway is left alone before its memory is looked at.</summary>
    public required TimeSpan Rest { get; init; }

    /// <summary>How many event streams are open at once.</summary>
    public required int Streams { get; init; }

    /// <summary>How many logins change while they are.</summary>
    public required int Changes { get; init; }

    /// <summary>The numbers of logins that are looked at, one after the other.</summary>
    public required IReadOnlyList<int> Logins { get; init; }

    /// <summary>How long nothing happens while processor time is counted: some heartbeats of 15 s.</summary>
    public required TimeSpan QuietTime { get; init; }
}
