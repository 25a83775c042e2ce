using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.FirstContact;

/// <summary>One way in which the real services may answer, and how a login ends with it at each API.</summary>
/// <param name="Name">What is different.</param>
internal sealed record ContactRow(string Name)
{
    /// <summary>Every row; a new one is one more entry here.</summary>
    public static IReadOnlyList<ContactRow> All { get; } =
    [
        new("as recorded"),
        new("existing player with 201") { Variants = new() { ExistingPlayer = ExistingPlayerStatus.Created } },
        new("existing player with 201 and few members")
        {
            Variants = new()
            {
                ExistingPlayer = ExistingPlayerStatus.Created, OptionalMembers = OptionalMembers.Minimal,
            },
        },
        new("failOnNotExist honoured") { HasPlayed = false, Endings = Endings.NoPlayer },
        new("failOnNotExist ignored")
        {
            HasPlayed = false, Variants = new() { FailOnNotExist = FailOnNotExist.Ignored }, Endings = Endings.NoPlayer,
        },
        new("another player's save first") { Variants = new() { SaveFilter = SaveFilter.Ignored } },
        new("several saves") { Variants = new() { Saves = SaveRows.Several } },
        new("a save without a file")
        {
            Variants = new() { Saves = SaveRows.WithoutFile },
            Endings = Endings.Success with { Sessions = "save of unknown size" },
        },
        new("an unknown word") { Variants = new() { PollWord = PollWord.Unknown }, Word = "unknown_word" },
        new("a dotted unknown word") { Variants = new() { PollWord = PollWord.UnknownDotted }, Word = "unknown_word" },
        new("interval and life of zero") { Variants = new() { Durations = Durations.Zero } },
        new("interval and life as texts") { Variants = new() { Durations = Durations.Text } },
        new("the cloud's error 511")
        {
            Variants = new() { Cloud = CloudState.TemporarilyUnavailable }, Endings = Endings.CloudDown,
        },
        new("cloud down") { Variants = new() { Cloud = CloudState.Down }, Endings = Endings.CloudDown },
        new("a firewall's page in front of the cloud")
        {
            Variants = new() { InFront = InFront.CloudFirewall },
            Endings = Endings.CloudDown with { Sessions = "upstream_rejected" },
        },
        new("an access rule's text in front of TapTap's API")
        {
            Variants = new() { InFront = InFront.TapTapRbac },
            Endings = Endings.CloudDown with { LoginQrCode = "code 114", Sessions = "unknown session" },
        },
        new("a captcha in front of TapTap's accounts")
        {
            Variants = new() { InFront = InFront.TapTapCaptcha }, Endings = Endings.NoCode,
        },
        new("a slow handshake") { Route = ContactRoute.Through(new() { Handshake = TimeSpan.FromSeconds(6) }) },
        new("an access rule's text in front of TapTap")
        {
            Route = ContactRoute.InPlaceOf("AccountsUrl", Page(403, "RBAC: access denied", "text/plain")),
            Endings = Endings.NoCode,
        },
    ];

    /// <summary>What the simulator answers.</summary>
    public SandboxVariants Variants { get; init; } = new();

    /// <summary>What stands between the gateway and the simulator.</summary>
    public Func<SandboxUpstream, ContactRoute> Route { get; init; } = ContactRoute.Direct;

    /// <summary>Whether the player has played the game before.</summary>
    public bool HasPlayed { get; init; } = true;

    /// <summary>What the simulator's answer to a poll between scan and confirmation has to be.</summary>
    public string Word { get; init; } = "waiting";

    public Endings Endings { get; init; } = Endings.Success;

    public override string ToString() => Name;

    private static Fault Page(int status, string body, string contentType) => Faults.Answer(status, body, contentType);
}

/// <summary>How each API ends.</summary>
/// <param name="LoginQrCode">The session token, or the error code.</param>
/// <param name="Login">The final status, and the reason if there is one.</param>
/// <param name="OAuth">The session token, or the error.</param>
/// <param name="Sessions">What is told of the save, or the error.</param>
internal sealed record Endings(string LoginQrCode, string Login, string OAuth, string Sessions)
{
    public static Endings Success { get; } = new("session token", "succeeded", "session token", "save of 12480 bytes");

    public static Endings NoPlayer { get; } =
        new("code 1145", "failed no_player_account", "access_denied no_player_account", "unknown session");

    public static Endings NoCode { get; } = new("no QR code", "no QR code", "no QR code", "unknown session");

    public static Endings CloudDown { get; } =
        new("code 1145", "failed exchange_failed", "access_denied exchange_failed", "upstream_unavailable");
}
