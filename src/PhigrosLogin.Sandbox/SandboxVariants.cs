using System.Text.Json;

namespace PhigrosLogin.Sandbox;

/// <summary>
/// The answers that docs/protocol.md leaves open (§8), each as a switch. The first word of each is the likeliest
/// and the default.
/// </summary>
public sealed record SandboxVariants
{
    /// <summary>The HTTP status of a refusal (§8.4).</summary>
    public RefusalStatus RefusalStatus { get; init; }

    /// <summary>How the words of a poll are spelled (§8.5).</summary>
    public ErrorWords ErrorWords { get; init; }

    /// <summary>The word for a code that is over, used or unknown (§8.3).</summary>
    public ExpiredWord ExpiredWord { get; init; }

    /// <summary>Which members success bodies have.</summary>
    public OptionalMembers OptionalMembers { get; init; }

    /// <summary>What a poll that comes too fast gets (§8.2).</summary>
    public SlowDownAnswer SlowDown { get; init; }

    /// <summary>The timestamps that <c>X-LC-Sign</c> may have (§8.10).</summary>
    public SignUnit SignUnit { get; init; }

    /// <summary>What <c>msg</c> says while a login waits (§2).</summary>
    public WaitingMessage Message { get; init; }

    /// <summary>How the granted token signs (§2).</summary>
    public MacAlgorithm MacAlgorithm { get; init; }

    /// <summary>What later polls of a refused code get (§8.4).</summary>
    public RepeatedRefusal RepeatedRefusal { get; init; }

    /// <summary>Whether the cloud heeds <c>failOnNotExist</c> (§4).</summary>
    public FailOnNotExist FailOnNotExist { get; init; }

    /// <summary>The HTTP status while a login waits.</summary>
    public PendingStatus PendingStatus { get; init; }

    /// <summary>What a session token that is good no more gets (§8.12).</summary>
    public UnknownSession UnknownSession { get; init; }

    /// <summary>The HTTP status of a login of a player who existed before (§8.18).</summary>
    public ExistingPlayerStatus ExistingPlayer { get; init; }

    /// <summary><c>interval</c> and <c>expires_in</c> of a code (§1).</summary>
    public Durations Durations { get; init; }

    /// <summary>
    /// Whether the list of saves heeds <c>where</c>; if it does not, another player's public save comes first (§9).
    /// </summary>
    public SaveFilter SaveFilter { get; init; }

    /// <summary>Which saves a player with a save has (§9).</summary>
    public SaveRows Saves { get; init; }

    /// <summary>The word of a poll between scan and confirmation; an unknown one does not tell of the scan (§2).</summary>
    public PollWord PollWord { get; init; }

    /// <summary>Whether the game cloud answers at all; no login succeeds while it does not (§4).</summary>
    public CloudState Cloud { get; init; }

    /// <summary>What answers in place of a service; no login succeeds then (§8.16).</summary>
    public InFront InFront { get; init; }

    /// <summary>
    /// The default, and then each other word of each switch by itself, named as <c>refusalStatus=401</c>. Left out are
    /// <see cref="PollWord"/>, <see cref="Cloud"/> and <see cref="InFront"/>, with which a login does not run as usual.
    /// </summary>
    public static IReadOnlyList<(string Name, SandboxVariants Variants)> EachAlone { get; } =
    [
        ("default", new()),
        .. Others<RefusalStatus>("refusalStatus", word => new() { RefusalStatus = word }),
        .. Others<ErrorWords>("errorWords", word => new() { ErrorWords = word }),
        .. Others<ExpiredWord>("expiredWord", word => new() { ExpiredWord = word }),
        .. Others<OptionalMembers>("optionalMembers", word => new() { OptionalMembers = word }),
        .. Others<SlowDownAnswer>("slowDown", word => new() { SlowDown = word }),
        .. Others<SignUnit>("signUnit", word => new() { SignUnit = word }),
        .. Others<WaitingMessage>("message", word => new() { Message = word }),
        .. Others<MacAlgorithm>("macAlgorithm", word => new() { MacAlgorithm = word }),
        .. Others<RepeatedRefusal>("repeatedRefusal", word => new() { RepeatedRefusal = word }),
        .. Others<FailOnNotExist>("failOnNotExist", word => new() { FailOnNotExist = word }),
        .. Others<PendingStatus>("pendingStatus", word => new() { PendingStatus = word }),
        .. Others<UnknownSession>("unknownSession", word => new() { UnknownSession = word }),
        .. Others<ExistingPlayerStatus>("existingPlayer", word => new() { ExistingPlayer = word }),
        .. Others<Durations>("durations", word => new() { Durations = word }),
        .. Others<SaveFilter>("saveFilter", word => new() { SaveFilter = word }),
        .. Others<SaveRows>("saves", word => new() { Saves = word }),
    ];

    /// <summary>Reads the JSON words; what is left out is the default.</summary>
    /// <exception cref="JsonException">A name or word is none of these.</exception>
    public static SandboxVariants Parse(string json) =>
        JsonSerializer.Deserialize(json, SandboxJson.Default.SandboxVariants) ?? throw new JsonException("There is no object.");

    /// <summary>The JSON words.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, SandboxJson.Default.SandboxVariants);

    private static IEnumerable<(string Name, SandboxVariants Variants)> Others<T>(string member, Func<T, SandboxVariants> with) where T : struct, Enum =>
        Enum.GetValues<T>().Skip(1).Select(with).Select(variants => ($"{member}={variants.WordOf(member)}", variants));

    private string WordOf(string member) =>
        JsonSerializer.SerializeToElement(this, SandboxJson.Default.SandboxVariants).GetProperty(member).GetString()!;
}
