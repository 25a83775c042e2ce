namespace PhigrosLogin.Sandbox;

/// <summary>What one simulator is like from its start to its end; see <see cref="SandboxVariants"/> for what can be switched.</summary>
public sealed class SandboxOptions
{
    /// <summary>Whose client id and app key it wants.</summary>
    public SandboxRegion Region { get; init; } = SandboxRegion.Sandbox;

    /// <summary>Where it listens: an http address of this machine; port 0 takes a free one.</summary>
    public Uri ListenUrl { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Where the QR links lead; null is its own page.</summary>
    public Uri? LinkBase { get; init; }

    /// <summary>How long a device code lives; whole seconds.</summary>
    public TimeSpan ExpiresIn { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The polling interval that it announces, in seconds (docs/protocol.md §1: 1 in 2026).</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Polls of one code that come sooner after each other than this get <c>slow_down</c>; zero never does that.</summary>
    public TimeSpan MinimumPollGap { get; init; }

    /// <summary>What happens to a code whose page nobody opens; null waits for a person.</summary>
    public SandboxPlan? DefaultScript { get; init; } = new(SandboxScript.Confirm, TimeSpan.FromSeconds(3));

    /// <summary>Who confirms, unless a script or a test names somebody else.</summary>
    public SandboxPlayer Player { get; init; } = SandboxPlayer.Default;

    /// <summary>The answers it begins with.</summary>
    public SandboxVariants Variants { get; init; } = new();
}
