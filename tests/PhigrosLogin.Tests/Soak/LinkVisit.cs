using System.Net.Http.Json;
using System.Text.Json;

namespace PhigrosLogin.Tests.Soak;

/// <summary>A bot that opens a login with a link, somebody who looks at its code, and whoever waits for its end.</summary>
internal sealed class LinkVisit(Story story, SoakWorld world, Chance chance)
{
    private Task _player = Task.CompletedTask;
    private Task _cancelling = Task.CompletedTask;
    private string _path = "";
    private string _secret = "";
    private DateTimeOffset _expiresAt;

    public async Task RunAsync()
    {
        var life = 75 + chance.Below(46);
        var opened = await world.Http.InsistAsync(HttpMethod.Post, "/api/v1/logins", () => JsonContent.Create(new
        {
            region = chance.Percent(70) ? "cn" : null,
            expiresInSeconds = life,
            requestedBy = "soak",
        }));
        if (opened.Status != 201)
        {
            story.Complaints.Enqueue($"could not be opened: {opened}");
            return;
        }
        var body = Read(opened);
        (_path, _secret, _expiresAt) = ($"/api/v1/logins/{body.Text("id")!}", body.Text("loginSecret")!, body.GetProperty("expiresAt").GetDateTimeOffset());
        if (chance.Percent(30) && await world.Http.InsistAsync(HttpMethod.Get, $"/l/{body.Text("id")!}") is { Status: not 200 } page) story.Complaints.Enqueue($"its page: {page.Status}");
        await LookAsync();
        await CallAsync();
        await Task.WhenAll(_player, _cancelling);
        await new LinkAudit(story, world, _path, _secret, _expiresAt).RunAsync(chance);
    }

    // The first look asks TapTap for a code, which may go wrong; whoever looks tries again.
    private async Task LookAsync()
    {
        while (TimeProvider.System.GetUtcNow() < _expiresAt - TimeSpan.FromSeconds(45))
        {
            if (chance.Percent(50)) await world.Http.AskAsync(HttpMethod.Get, $"{_path}/{chance.Of("qr.svg", "qr.png?scale=4", "qr.txt")}");
            var state = await world.Http.InsistAsync(HttpMethod.Get, $"{_path}?ensureQr=true");
            if (state.Status == 200 && Read(state).GetProperty("qr") is { ValueKind: JsonValueKind.Object } code)
            {
                story.UserCode = code.Text("content")![^5..];
                if (story.Person != Person.NeverComes) _player = story.PlayAsync(world.Sandbox.Codes, story.UserCode, chance);
                if (story.Person == Person.IsCancelled) _cancelling = CancelAsync();
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }
    }

    private async Task CancelAsync()
    {
        await Task.Delay(chance.Seconds(2, 9), TimeProvider.System);
        story.WasCancelled = true;
        var answer = chance.Percent(50)
            ? await world.Http.InsistAsync(HttpMethod.Post, $"{_path}/cancel")
            : await world.Http.InsistAsync(HttpMethod.Delete, _path, secret: _secret);
        if (answer.Status is not (200 or 204 or 409)) story.Complaints.Enqueue($"cancel: {answer}");
    }

    private async Task CallAsync()
    {
        using var leaving = new CancellationTokenSource(Timeout.InfiniteTimeSpan, TimeProvider.System);
        if (story.Caller == Caller.Vanishes) leaving.CancelAfter(chance.Seconds(0.1, 7));
        try
        {
            while (!await IsOverAsync(leaving.Token)) await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // The connection is closed in the middle of it.
        }
    }

    private Task<bool> IsOverAsync(CancellationToken leaving) => (story.Caller == Caller.Vanishes ? chance.Of(Caller.Waits, Caller.FollowsEvents, Caller.WaitsForChanges) : story.Caller) switch
    {
        Caller.FollowsEvents => FollowEventsAsync(leaving),
        Caller.WaitsForChanges => WaitForChangesAsync(leaving),
        Caller.ReadsPictures => ReadPicturesAsync(leaving),
        _ => WaitForResultAsync(leaving),
    };

    private async Task<bool> FollowEventsAsync(CancellationToken leaving)
    {
        try
        {
            await foreach (var line in world.Http.EventsAsync($"{_path}/events?ensureQr={(chance.Percent(50) ? "true" : "false")}", leaving))
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"final\":true", StringComparison.Ordinal)) return true;
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The reader comes back.
        }
        return false;
    }

    private async Task<bool> WaitForChangesAsync(CancellationToken leaving)
    {
        var state = await world.Http.AskAsync(HttpMethod.Get, _path, leaving: leaving);
        while (state.Status == 200 && !IsFinal(state))
            state = await world.Http.AskAsync(HttpMethod.Get, $"{_path}?wait=20&after={Read(state).GetProperty("version").GetInt64()}", leaving: leaving);
        return state.Status == 200;
    }

    private async Task<bool> ReadPicturesAsync(CancellationToken leaving)
    {
        await Task.Delay(chance.Seconds(1, 3), TimeProvider.System, leaving);
        var picture = await world.Http.AskAsync(HttpMethod.Get, $"{_path}/{chance.Of("qr.svg", "qr.png", "qr.txt?style=ansi")}", leaving: leaving);
        if (picture.Status is not (200 or 410) && !picture.IsPassing) story.Complaints.Enqueue($"picture: {picture}");
        return picture.Status == 410 && await world.Http.AskAsync(HttpMethod.Get, _path, leaving: leaving) is { Status: 200 } state && IsFinal(state);
    }

    private async Task<bool> WaitForResultAsync(CancellationToken leaving)
    {
        var result = await world.Http.AskAsync(HttpMethod.Get, $"{_path}/result?wait=25", secret: _secret, leaving: leaving);
        return result.Status == 410 || (result.Status == 200 && IsFinal(result));
    }

    private static bool IsFinal(SoakAnswer answer) => Read(answer).GetProperty("final").GetBoolean();

    private static JsonElement Read(SoakAnswer answer) => JsonDocument.Parse(answer.Body).RootElement;
}
