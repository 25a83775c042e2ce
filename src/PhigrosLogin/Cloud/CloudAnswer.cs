using System.Globalization;
using System.Text.Json;

namespace PhigrosLogin.Cloud;

/// <summary>An answer of the game cloud: the object itself, or an error with a code (docs/protocol.md §4).</summary>
internal sealed class CloudAnswer(UpstreamAnswer answer, JsonElement root)
{
    private const int CouldNotFindUser = 211;
    private const int Forbidden = 403;

    public int Status => answer.Status;

    public JsonElement Root => root;

    /// <summary>The cloud's clock, to the second; null when it did not say.</summary>
    public DateTimeOffset? Date => answer.Date;

    public bool IsUnauthorized => Status == 401 || Code == 401;

    public bool SaysNoUser => Code == CouldNotFindUser;

    /// <summary>Whether it knows no such session: "could not find user", or forbidden, which is what a refreshed token gets (§5, §8.12).</summary>
    public bool SaysNoSession => Status is >= 400 and < 500 and not 429 && (SaysNoUser || Code == Forbidden);

    private long? Code => root.Number("code");

    /// <summary>What an answer that is no success means.</summary>
    /// <param name="token">What the cloud refuses if it refuses, such as "this TapTap token".</param>
    public UpstreamException Trouble(string token) =>
        Status == 429 || Code is 429 or 529
            ? new UpstreamException(UpstreamTrouble.TooManyRequests, "The game cloud wants fewer requests.", answer.RetryAfter) :
        answer.IsFailure || Code is 124 or (>= 502 and <= 504) or 511 or 524
            ? new UpstreamException(UpstreamTrouble.Failing, "The game cloud returned a server error.") :
        Code is { } code
            ? new UpstreamException(UpstreamTrouble.Refused, FormattableString.Invariant($"The game cloud refused {token} (code {code}).")) :
        Nonsense("neither a player nor an error");

    public static UpstreamException Nonsense(string what) =>
        new(UpstreamTrouble.BadAnswer, $"The game cloud sent an invalid response: {what}.");

    /// <summary>A text of a sensible length, else nothing.</summary>
    public static string Short(JsonElement from, string name) => from.Text(name) is { Length: <= 256 } text ? text : "";

    /// <summary>A time as the cloud writes it, in UTC; null when it is absent or none.</summary>
    public static DateTimeOffset? Time(JsonElement? from, string name) =>
        from?.Text(name) is { Length: <= 40 } text && DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
