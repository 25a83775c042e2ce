namespace PhigrosLogin.Server.Logins;

/// <summary>The two upstreams of a region, each of which can close it.</summary>
internal enum RegionUpstream
{
    TapTap,
    Cloud,
}

/// <summary>What a call says of its region.</summary>
/// <param name="Upstream">Who is asked.</param>
/// <param name="Counts">Whether its failure can close the region. NOTE: no call with a token that a caller brings may:
/// callers choose those.</param>
/// <param name="IsProbe">Whether it was sent only to find out.</param>
internal readonly record struct UpstreamCallKind(RegionUpstream Upstream, bool Counts = false, bool IsProbe = false)
{
    public static UpstreamCallKind CodeRequest => new(RegionUpstream.TapTap, Counts: true);

    public static UpstreamCallKind TapTapProbe => new(RegionUpstream.TapTap, Counts: true, IsProbe: true);

    public static UpstreamCallKind Profile => new(RegionUpstream.TapTap);

    public static UpstreamCallKind Session => new(RegionUpstream.Cloud);

    public static UpstreamCallKind CloudProbe => new(RegionUpstream.Cloud, IsProbe: true);

    /// <summary>A poll; it counts for a code that this gateway issued.</summary>
    public static UpstreamCallKind Poll(bool isOwnCode) => new(RegionUpstream.TapTap, Counts: isOwnCode);

    /// <summary>A sign-in to the game cloud; it counts for a grant of this gateway's own login.</summary>
    public static UpstreamCallKind SignIn(bool isOwnGrant) => new(RegionUpstream.Cloud, Counts: isOwnGrant);
}
