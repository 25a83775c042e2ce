namespace PhigrosLogin.Sandbox;

/// <summary>What time alone does to a code: its script moves on, and at last it expires.</summary>
internal static class SandboxClockwork
{
    public static SandboxCode Bring(SandboxCode code, SandboxOptions options, TimeProvider time)
    {
        if (code.IsOver) return code;

        var played = Play(code, options, time);
        return time.GetElapsedTime(code.Issued) >= options.ExpiresIn ? played with { State = SandboxCodeState.Expired, Plan = null } : played;
    }

    private static SandboxCode Play(SandboxCode code, SandboxOptions options, TimeProvider time)
    {
        if (code.Plan is not { } plan || code.State is not (SandboxCodeState.Pending or SandboxCodeState.Waiting)) return code;

        var passed = time.GetElapsedTime(code.PlannedFrom);
        if (passed >= plan.After && End(plan.Script) is { } end)
        {
            return code with { State = end, Player = plan.Script == SandboxScript.NeverPlayed ? SandboxPlayer.Newcomer() : options.Player };
        }
        return passed >= plan.After / 2 && Scans(plan.Script) ? code with { State = SandboxCodeState.Waiting } : code;
    }

    private static SandboxCodeState? End(SandboxScript script) => script switch
    {
        SandboxScript.Confirm or SandboxScript.SlowDown or SandboxScript.NeverPlayed => SandboxCodeState.Confirmed,
        SandboxScript.Refuse => SandboxCodeState.Refused,
        SandboxScript.Expire => SandboxCodeState.Expired,
        SandboxScript.WrongRegion => SandboxCodeState.WrongRegion,
        _ => null,
    };

    private static bool Scans(SandboxScript script) =>
        script is SandboxScript.Confirm or SandboxScript.SlowDown or SandboxScript.NeverPlayed or SandboxScript.Refuse;
}
