using System.Text.Json;

namespace PhigrosLogin.Cloud;

public sealed partial class GameCloudClient
{
    private const string SessionsToken = "this session token";
    private const int LongestObjectId = 64;

    // As many as the game asks for; that many rows of the usual size just about fill the body limit.
    private const int UsualRows = 100;
    private const int FewRows = 10;

    // NOTE: a body, although nothing is asked for in it: a request without one is sent again by the runtime when the
    // connection closes before an answer, whatever its method, and this one must never be sent twice.
    private static readonly byte[] NoWishes = "{}"u8.ToArray();

    /// <summary>Asks whose session this is (docs/protocol.md §5). Safe to repeat.</summary>
    /// <param name="sessionToken">25 letters and digits.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing undone.</param>
    /// <exception cref="ArgumentException"><paramref name="sessionToken"/> has another shape.</exception>
    /// <exception cref="UpstreamException">The cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<CloudSession> GetPlayerAsync(Secret sessionToken, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("/1.1/users/me", Checked(sessionToken), cancellationToken);
        if (answer.SaysNoSession) return new CloudSession.Unknown();
        if (answer.Status != 200) throw answer.Trouble(SessionsToken);
        var root = answer.Root;
        return new CloudSession.Player
        {
            ObjectId = root.Text("objectId") is { } id && IsObjectId(id) ? id : throw CloudAnswer.Nonsense("a player without an id"),
            Nickname = CloudAnswer.Short(root, "nickname"),
            ShortId = CloudAnswer.Short(root, "shortId"),
            CreatedAt = CloudAnswer.Time(root, "createdAt"),
            UpdatedAt = CloudAnswer.Time(root, "updatedAt"),
        };
    }

    /// <summary>Asks for the newest save of a player (docs/protocol.md §9). Safe to repeat.</summary>
    /// <param name="sessionToken">25 letters and digits.</param>
    /// <param name="objectId">Whose session it is: letters and digits, at most 64.</param>
    /// <param name="cancellationToken">Cancelling leaves nothing undone.</param>
    /// <exception cref="ArgumentException">A parameter has another shape.</exception>
    /// <exception cref="UpstreamException">The cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<NewestSave> GetSaveAsync(Secret sessionToken, string objectId, CancellationToken cancellationToken)
    {
        var session = Checked(sessionToken);
        if (!IsObjectId(objectId))
            throw new ArgumentException("An object id is letters and digits, at most 64.", nameof(objectId));

        var answer = await AskForSavesAsync(session, objectId, cancellationToken);
        if (answer.SaysNoSession) return new NewestSave.SessionNotFound();
        if (answer.Status != 200) throw answer.Trouble(SessionsToken);
        if (answer.Root.Member("results") is not { ValueKind: JsonValueKind.Array } results) throw CloudAnswer.Nonsense("no list of saves");
        return SaveList.Newest(results, objectId);
    }

    /// <summary>
    /// Asks for the newest saves that the session may read, without naming a player; for the live check, which counts them.
    /// NOTE: rows of other players can be among them (docs/protocol.md §9).
    /// </summary>
    /// <exception cref="UpstreamException">The cloud refused, did not answer, or sent no JSON object.</exception>
    internal async Task AskForUnfilteredSavesAsync(Secret sessionToken, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(SaveList.UnfilteredPath(FewRows), Checked(sessionToken), cancellationToken);
        if (answer.Status != 200) throw answer.Trouble(SessionsToken);
    }

    private async Task<CloudAnswer> AskForSavesAsync(
        Secret session, string objectId, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(SaveList.Path(objectId, UsualRows), session, cancellationToken);
        }
        // Rows of other players, should the cloud ignore the filter, must not cost the player an answer.
        catch (UpstreamException exception) when (IsTooLarge(exception))
        {
            return await AskAsync(SaveList.Path(objectId, FewRows), session, cancellationToken);
        }
    }

    /// <summary>
    /// Asks for a new session token; every copy of the old one dies with it (docs/protocol.md §5). It is sent exactly once:
    /// when an exception says <see cref="UpstreamException.MayHaveArrived"/>, nobody knows whether the old token still lives,
    /// and the player has to sign in again.
    /// </summary>
    /// <param name="sessionToken">25 letters and digits.</param>
    /// <param name="objectId">Whose session it is, as <see cref="GetPlayerAsync"/> said: letters and digits, at most 64.</param>
    /// <param name="cancellationToken">Cancelling may lose the new token.</param>
    /// <exception cref="ArgumentException">A parameter has another shape.</exception>
    /// <exception cref="UpstreamException">The cloud refused, did not answer, or sent nonsense.</exception>
    public async Task<SessionRefresh> RefreshSessionAsync(Secret sessionToken, string objectId, CancellationToken cancellationToken)
    {
        var session = Checked(sessionToken);
        if (!IsObjectId(objectId)) throw new ArgumentException("An object id is letters and digits, at most 64.", nameof(objectId));

        var path = $"/1.1/users/{objectId}/refreshSessionToken";
        var answer = await _cloud.SendOnceAsync(() => _cloud.Request(HttpMethod.Put, path, NoWishes, session), cancellationToken);
        if (answer.SaysNoSession) return new SessionRefresh.Unknown();
        if (answer.Status != 200) throw answer.Trouble(SessionsToken);
        return ReadRefresh(answer.Root, session, objectId);
    }

    private static SessionRefresh.Done ReadRefresh(JsonElement root, Secret old, string objectId)
    {
        if (root.Text("objectId") is { } owner && owner != objectId) throw CloudAnswer.Nonsense("the session of somebody else");
        if (root.Text("sessionToken") is not { } token || !IsSessionToken(token)) throw CloudAnswer.Nonsense("no session token of 25 letters and digits");
        var fresh = new Secret(token);
        return fresh.Equals(old) ? throw CloudAnswer.Nonsense("the old session token again") : new SessionRefresh.Done { SessionToken = fresh };
    }

    private static bool IsTooLarge(UpstreamException exception) =>
        exception.InnerException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConfigurationLimitExceeded,
        };

    private Task<CloudAnswer> AskAsync(string path, Secret session, CancellationToken cancellationToken) =>
        _cloud.SendAsync(() => _cloud.Request(HttpMethod.Get, path, session: session), cancellationToken);

    private static Secret Checked(Secret sessionToken) => IsSessionToken(sessionToken.Reveal())
        ? sessionToken
        : throw new ArgumentException("A session token is 25 letters and digits.", nameof(sessionToken));

    // It becomes part of a path, so nothing but letters and digits.
    private static bool IsObjectId(string text) => text.Length is > 0 and <= LongestObjectId && text.All(char.IsAsciiLetterOrDigit);
}
