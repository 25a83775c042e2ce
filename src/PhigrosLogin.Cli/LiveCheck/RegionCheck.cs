using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>
/// One login in one region, with a look at every answer:
/// (1) a code → (2) polls until the player has decided → (3) the profile → (4) the game cloud, its signature in
/// milliseconds and in seconds → (5) the saves, with a filter and without → (6) one poll more of the used code →
/// (7) a refusal and (8) a pace too fast, if wanted.
/// </summary>
internal sealed class RegionCheck(
    Desk desk, Words words, Region region, Recorder recorder, UpstreamHttp http, TimeSpan minimumInterval,
    LiveCheckOptions wanted, RegionResult result)
{
    private const int FastPolls = 20;

    private readonly TapTapClient _tapTap = new(http, region, desk.Time);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A new player cannot be taken back, so the person says first what they are about to see.
        result.NeverPlayed = wanted.NeverPlayed ||
            !await desk.AskAsync(words.LiveHasPlayed(region.Name), usual: true, cancellationToken);

        if (await LoginAsync(cancellationToken) is { } grant)
        {
            await VisitCloudAsync(grant.Token, cancellationToken);
            // :: (6) Last, because nobody knows whether TapTap takes a grant back when its code comes again.
            await desk.WaitAsync(grant.Pace.Next, cancellationToken);
            await PollAsync(grant.Code, "token.used", cancellationToken);
        }
        if (wanted.Refuse) await RefuseAsync(cancellationToken);
        if (wanted.SlowDown) await HurryAsync(cancellationToken);
    }

    private async Task<(DeviceCode Code, TapTapToken Token, PollPace Pace)?> LoginAsync(CancellationToken cancellationToken)
    {
        if (await RequestCodeAsync(cancellationToken) is not { } code) return null;

        await ShowAsync(code, words.LiveConfirm);
        var (approval, pace) = await PollUntilDecidedAsync(code, granting: true, cancellationToken);
        if (approval is Approval.Granted granted) return (code, granted.Token, pace);

        result.WasNotConfirmed = true;
        await desk.SayAsync(approval is Approval.Denied ? words.LiveRefused : words.LiveNotConfirmed);
        return null;
    }

    // :: (1) A code
    private Task<DeviceCode?> RequestCodeAsync(CancellationToken cancellationToken) => LookAsync(
        () => _tapTap.RequestCodeAsync(cancellationToken), _ => "code", region.Name == "cn" ? "device-code.cn-interval-1" : "device-code.global");

    private async Task ShowAsync(DeviceCode code, string task)
    {
        await desk.SayAsync();
        await desk.SayAsync($"{region.Name}: {task}");
        await desk.ShowAsync(code.Url);
    }

    // :: (2) Polls, and one after the code's end, whose answer is worth seeing too
    private async Task<(Approval? Approval, PollPace Pace)> PollUntilDecidedAsync(DeviceCode code, bool granting, CancellationToken cancellationToken)
    {
        var issued = desk.Time.GetTimestamp();
        var pace = PollPace.Start(code.Interval, minimumInterval);
        var wasScanned = false;
        while (true)
        {
            var isLast = desk.Time.GetElapsedTime(issued) >= code.ExpiresIn;
            await desk.WaitAsync(pace.Next, cancellationToken);
            var approval = await PollAsync(code, isLast ? "token.expired" : granting ? "token.granted" : "token.refused-400", cancellationToken);
            pace = approval switch
            {
                null or Approval.UnknownWord => pace.AfterTrouble(),
                Approval.SlowDown slower => pace.AfterSlowDown(slower.Wish),
                _ => pace.AfterAnswer(),
            };
            if (approval is not (null or Approval.Pending or Approval.Scanned or Approval.SlowDown or Approval.UnknownWord) || isLast) return (approval, pace);
            if (approval is Approval.Scanned && !wasScanned) await desk.SayAsync(words.Scanned);
            wasScanned |= approval is Approval.Scanned;
        }
    }

    private Task<Approval?> PollAsync(DeviceCode code, string expected, CancellationToken cancellationToken) => LookAsync(
        () => _tapTap.PollAsync(code.Code, code.DeviceId, cancellationToken), MeaningOf, expected);

    // :: (3), (4) and (5) The profile, then the cloud twice, then the saves
    private async Task VisitCloudAsync(TapTapToken token, CancellationToken cancellationToken)
    {
        if (await LookAsync(() => _tapTap.GetProfileAsync(token, cancellationToken), _ => "profile", null) is not { } profile) return;

        var first = await SignInAsync(inSeconds: false);
        var second = await SignInAsync(inSeconds: true);
        if (first is CloudLogin.Player one && second is CloudLogin.Player two && !one.SessionToken.Equals(two.SessionToken))
        {
            result.Troubles.Add("The session token was another one the second time, and §5 says that it is stable.");
        }

        if (first is CloudLogin.Player player) await ReadSavesAsync(player, cancellationToken);

        Task<CloudLogin?> SignInAsync(bool inSeconds) => LookAsync(
            // NOTE: never with createMissing: that player would be there for good.
            () => new GameCloudClient(http, region, desk.Time) { BeginsWithSeconds = inSeconds }.LoginAsync(token, profile, createMissing: false, cancellationToken),
            login => login is CloudLogin.Player ? "player" : "no_player",
            result.NeverPlayed ? "users.no-player" : "users.player");
    }

    // Only the player's own list is kept as a file: the other one may be full of other players' data.
    private async Task ReadSavesAsync(CloudLogin.Player player, CancellationToken cancellationToken)
    {
        result.PlayerId = player.ObjectId;
        var cloud = new GameCloudClient(http, region, desk.Time);
        await LookAsync(
            () => cloud.GetSaveAsync(player.SessionToken, player.ObjectId, cancellationToken),
            Expectations.MeaningOf,
            expected: null);
        result.OwnSaves = LastRows(player);
        try
        {
            await cloud.AskForUnfilteredSavesAsync(player.SessionToken, cancellationToken);
            result.UnfilteredSaves = LastRows(player);
        }
        catch (UpstreamException exception)
        {
            await desk.SayAsync($"{region.Name}: {exception.Message}");
        }
    }

    private SaveRows? LastRows(CloudLogin.Player player) =>
        recorder.Exchanges[^1] is { Endpoint: "save" } last ? SaveRows.TryCount(last, player.ObjectId) : null;

    // :: (7) A refusal, and what comes after it
    private async Task RefuseAsync(CancellationToken cancellationToken)
    {
        if (await RequestCodeAsync(cancellationToken) is not { } code) return;

        await ShowAsync(code, words.LiveCancel);
        var (approval, pace) = await PollUntilDecidedAsync(code, granting: false, cancellationToken);
        if (approval is not Approval.Denied)
        {
            result.WasNotConfirmed = true;
            await desk.SayAsync(words.LiveNoRefusal);
            return;
        }
        await desk.WaitAsync(pace.Next, cancellationToken);
        await PollAsync(code, "token.refused-again", cancellationToken);
    }

    // :: (8) A pace too fast
    private async Task HurryAsync(CancellationToken cancellationToken)
    {
        if (await RequestCodeAsync(cancellationToken) is not { } code) return;

        await desk.SayAsync(words.LiveFastPolls(region.Name, FastPolls));
        for (result.FastPolls = 1; result.FastPolls <= FastPolls; result.FastPolls++)
        {
            await desk.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            if (await PollAsync(code, "token.slow-down", cancellationToken) is not Approval.Pending) return;
        }
    }

    /// <summary>Asks, and notes every answer that came on the way with what the library read in it.</summary>
    private async Task<T?> LookAsync<T>(Func<Task<T>> ask, Func<T, string> meaning, string? expected)
        where T : class
    {
        var before = recorder.Exchanges.Count;
        T? value = null;
        string? means = null;
        try
        {
            value = await ask();
            means = meaning(value);
        }
        catch (UpstreamException exception)
        {
            result.Troubles.Add($"{exception.Message} ({exception.Trouble})");
            await desk.SayAsync($"{region.Name}: {exception.Message}");
            means = Expectations.MeaningOf(exception.Trouble);
        }
        var answers = recorder.Exchanges.Skip(before).ToList();
        foreach (var (place, exchange) in answers.Index())
        {
            var isLast = place == answers.Count - 1;
            result.Add(isLast
                ? Observation.Of(region.Name, exchange, means, Expectations.Usual(means) ?? expected)
                : Observation.Of(region.Name, exchange, Expectations.MeaningOfFirst(exchange), null));
        }
        return value;
    }

    private static string MeaningOf(Approval approval) => approval switch
    {
        Approval.Pending => "pending",
        Approval.Scanned => "scanned",
        Approval.SlowDown => "slow_down",
        Approval.Granted => "granted",
        Approval.Denied => "denied",
        Approval.Expired => "expired",
        Approval.UnknownWord => "unknown_word",
        _ => "refused",
    };
}
