namespace PhigrosLogin.Client;

/// <summary>How long a login is waited for: to its own end, and as much longer as its last steps and a restart of the gateway can take.</summary>
internal sealed class LoginWait(TimeProvider time, DateTimeOffset expiresAt)
{
    /// <summary>How long the gateway holds an answer, so that no proxy on the way loses its patience.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(25);

    // After the last moment for a scan a confirmation has 60 s and the game cloud 45 s; the rest is for a gateway that
    // starts again.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(30);

    public Patience Patience { get; } = new(time, Within(expiresAt - time.GetUtcNow()) + Grace);

    /// <summary>The gateway says that the login goes on. It knows: when the clocks differ, its word counts.</summary>
    /// <exception cref="GatewayException">No login lives that long.</exception>
    public void GoesOn()
    {
        if (Patience.Elapsed > LongestLife + Grace) throw new GatewayException(GatewayErrorCodes.WaitedTooLong, "The gateway still calls a login open that must be over by now.");
        Patience.Answered(Grace);
    }

    /// <summary>Nothing new came: a gateway that stops, or a proxy, may answer at once, and is not asked again at once.</summary>
    public async Task PauseAsync(TimeSpan held, CancellationToken cancellationToken)
    {
        if (held < TimeSpan.FromSeconds(1)) await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
    }

    private static TimeSpan Within(TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestLife ? LongestLife : left;
}
