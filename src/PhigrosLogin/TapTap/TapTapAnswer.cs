using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PhigrosLogin.TapTap;

/// <summary>
/// An answer of TapTap's, read by its JSON and not by its HTTP status (docs/protocol.md §0): what it says of success,
/// its error word wherever it stands, and its data with or without the usual envelope.
/// </summary>
internal sealed class TapTapAnswer
{
    private const int LongestVerbatim = 4096;

    // §2: what TapTap, its clients and the community name. Matched also as the last part of a dotted word (§8.5).
    private static readonly string[] KnownWords =
    [
        "authorization_pending", "authorization_waiting", "slow_down", "access_denied",
        "invalid_grant", "invalid_grant_code", "expired_token", "invalid_device_code", "device_code_expired",
        "invalid_time", "server_error", "too_many_login_attempts",
    ];

    // No text that names one of these is passed on.
    private static readonly string[] CredentialNames = ["kid", "access_token", "mac_key", "device_code", "user_code", "sessionToken"];

    // §2: some hosts write a word as oauth2.tapapis.com.WORD.
    private const string DottedPrefix = "oauth2.tapapis.com.";

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.");

    private readonly UpstreamAnswer _answer;
    private readonly JsonElement _root;
    private readonly Secret[] _sent;
    private readonly bool _isEnvelope;

    private TapTapAnswer(UpstreamAnswer answer, JsonElement root, Secret[] sent)
    {
        _answer = answer;
        _root = root;
        _sent = sent;
        var data = root.Object("data");
        _isEnvelope = data is not null && root.Member("success")?.ValueKind is JsonValueKind.True or JsonValueKind.False;
        Data = data ?? root;
        SaysFailure = root.Member("success")?.ValueKind == JsonValueKind.False;
        var error = Data.Text("error") ?? Data.Object("error")?.Text("error") ??
            root.Text("error") ?? root.Object("error")?.Text("error");
        (HasError, Error) = (!string.IsNullOrEmpty(error), Word(error));
        Now = root.Number("now") is { } now and > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(now) : null;
    }

    public JsonElement Data { get; }

    /// <summary>The error word, lower-case; null when there is none, or a text that is no word.</summary>
    public string? Error { get; }

    /// <summary>Whether there is an error text, be it a word or not.</summary>
    public bool HasError { get; }

    /// <summary>Whether <c>success</c> is false.</summary>
    public bool SaysFailure { get; }

    public DateTimeOffset? Now { get; }

    /// <summary>The wait that the answer asks for, in its body or its header.</summary>
    public TimeSpan? Wish =>
        Data.Number("interval") is { } seconds and > 0 and <= 86400 ? TimeSpan.FromSeconds(seconds) : _answer.RetryAfter;

    /// <summary>Whether the status is 429 and no error word says that it concerns this code alone.</summary>
    public bool IsTooManyRequests => _answer.Status == 429 && Error != "slow_down";

    public bool WantsFewerRequests => Error is "slow_down" or "too_many_login_attempts" || _answer.Status == 429;

    public bool IsFailing => Error == "server_error" || (_answer.IsFailure && !KnownWords.Contains(Error));

    /// <param name="answer">What came.</param>
    /// <param name="sent">The credentials that the request carried, none of which is repeated in a refusal.</param>
    /// <exception cref="UpstreamException">The answer is no JSON object.</exception>
    public static TapTapAnswer Read(UpstreamAnswer answer, params Secret[] sent)
    {
        if (HostileJson.TryParse(answer.Body, out var root, out _) && root.ValueKind == JsonValueKind.Object)
        {
            return new TapTapAnswer(answer, root, sent);
        }
        throw answer.WithoutJson("TapTap");
    }

    public static UpstreamException Nonsense(string what) =>
        new(UpstreamTrouble.BadAnswer, $"TapTap sent an invalid response: {what}.");

    /// <summary>The trouble that this answer means when it does not bring what was asked for.</summary>
    public UpstreamException Trouble(string missing) =>
        WantsFewerRequests ? new UpstreamException(UpstreamTrouble.TooManyRequests, "TapTap wants fewer requests.", Wish) :
        IsFailing ? new UpstreamException(UpstreamTrouble.Failing, "TapTap returned a server error.") :
        Error is not null ? new UpstreamException(UpstreamTrouble.Refused, $"TapTap refused: {Error}.") :
        Nonsense(missing);

    /// <summary>The refusal in TapTap's words, free of credentials.</summary>
    public TapTapRefusal Refusal(DateTimeOffset now) => new(
        Error!,
        _isEnvelope && _answer.Body.Length < LongestVerbatim && !HoldsCredential()
            ? Encoding.UTF8.GetString(_answer.Body.Span)
            : TapTapRefusal.Write(Error!, "", Now ?? now));

    // The raw text may hide a credential behind JSON escapes, so every text of the answer is looked at unescaped.
    private bool HoldsCredential() => Texts(_root).Any(text => CredentialNames.Contains(text) || Repeats(text));

    // What is shorter than eight characters opens nothing, and would be found in many an honest word.
    private bool Repeats(string text) =>
        Array.Exists(_sent, secret => secret.Reveal().Length >= 8 && text.Contains(secret.Reveal(), StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.AsText() ?? element.GetRawText()],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value).Append(member.Name)),
        _ => [],
    };

    private string? Word(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var lower = text.ToLowerInvariant();
        foreach (var word in KnownWords)
        {
            if (lower == word || lower.EndsWith("." + word, StringComparison.Ordinal)) return word;
        }
        if (lower.StartsWith(DottedPrefix, StringComparison.Ordinal)) lower = lower[DottedPrefix.Length..];
        // Words are made of short parts; codes, keys and tokens are 25 characters and more without a break.
        var isWord = lower.Length is > 0 and <= 64 &&
            !lower.AsSpan().ContainsAnyExcept(WordCharacters) &&
            lower.Split('_', '.').All(part => part.Length <= 20);
        return isWord && !Repeats(lower) ? lower : null;
    }
}
