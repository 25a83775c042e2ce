using System.Text.Json;
using PhigrosLogin.Tests.OAuth;

namespace PhigrosLogin.Tests.Soak;

/// <summary>An OAuth client with the device grant, and a player who opens its link.</summary>
internal sealed class OAuthVisit(Story story, SoakWorld world, Chance chance)
{
    private TimeSpan _interval;
    private string _deviceCode = "";

    public async Task RunAsync()
    {
        var opened = await world.Http.InsistAsync(HttpMethod.Post, OAuthCaller.Authorization, () => Form(("client_id", "soak"), ("region", "cn")));
        if (opened.Status != 200)
        {
            story.Complaints.Enqueue($"could not be opened: {opened}");
            return;
        }
        var body = JsonDocument.Parse(opened.Body).RootElement;
        (_deviceCode, _interval) = (body.Text("device_code")!, TimeSpan.FromSeconds(body.GetProperty("interval").GetInt32()));
        var expiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(body.GetProperty("expires_in").GetInt32());
        var path = $"/api/v1/logins/{_deviceCode.Split('.')[0]}";

        var player = PlayerAsync(path);
        var word = await AskAsync();
        await player;
        if (word is null)
        {
            // A login of this api lives for ten minutes: whoever has not heard of its end by now gives it up.
            if (story.Caller == Caller.Vanishes) await Task.Delay(TimeSpan.FromSeconds(100), TimeProvider.System);
            story.WasCancelled = true;
            await world.Http.InsistAsync(HttpMethod.Post, $"{path}/cancel");
        }
        await new LinkAudit(story, world, path, _deviceCode.Split('.')[1], expiresAt).RunAsync(chance);
        if (word is not null && story.Ending is { } ending && !ending.Word.EndsWith(word, StringComparison.Ordinal)) story.Complaints.Enqueue($"the client was told {word}");
    }

    private async Task PlayerAsync(string path)
    {
        for (var tries = 0; tries < 15; tries++)
        {
            var state = await world.Http.InsistAsync(HttpMethod.Get, $"{path}?ensureQr=true");
            if (state.Status == 200 && JsonDocument.Parse(state.Body).RootElement.GetProperty("qr") is { ValueKind: JsonValueKind.Object } code)
            {
                await story.PlayAsync(world.Sandbox.Codes, code.Text("content")![^5..], chance);
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }
    }

    /// <summary>Asks at the pace that it is told; null when it leaves before the end.</summary>
    private async Task<string?> AskAsync()
    {
        using var leaving = new CancellationTokenSource(story.Caller == Caller.Vanishes || story.Person is Person.NeverComes or Person.ScansOnly ? chance.Seconds(10, 25) : TimeSpan.FromSeconds(150), TimeProvider.System);
        try
        {
            while (true)
            {
                await Task.Delay(_interval, TimeProvider.System, leaving.Token);
                var answer = await world.Http.AskAsync(HttpMethod.Post, OAuthCaller.Token, Form(("grant_type", OAuthCaller.GrantType), ("device_code", _deviceCode), ("client_id", "soak")), leaving: leaving.Token);
                if (answer.IsPassing) continue;
                if (answer.Status == 200) return Ending.Succeeded;
                var error = JsonDocument.Parse(answer.Body).RootElement;
                if (error.Text("error")! == "slow_down") _interval += TimeSpan.FromSeconds(5);
                else if (error.Text("error")! == "access_denied") return error.Text("error_description")!;
                else if (error.Text("error")! != "authorization_pending")
                {
                    story.Complaints.Enqueue($"token: {answer}");
                    return null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
