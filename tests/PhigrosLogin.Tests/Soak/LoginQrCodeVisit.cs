using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PhigrosLogin.Tests.Soak;

/// <summary>A caller of the LoginQrCode API, who posts back what it got.</summary>
internal sealed class LoginQrCodeVisit(Story story, SoakWorld world, Chance chance)
{
    private const string Api = "/api/LoginQrCode";
    private const int ExchangeTries = 8;

    public async Task RunAsync()
    {
        if (await NewCodeAsync() is not { } code)
        {
            story.Complaints.Enqueue("no code was to be had");
            return;
        }
        var body = JsonDocument.Parse(code).RootElement;
        var end = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(body.GetProperty("expiresInSeconds").GetInt32());
        var player = story.PlayAsync(world.Sandbox.Codes, body.Text("url")![^5..], chance);
        if (story.Caller == Caller.Vanishes) await VanishAsync(code);
        // Who never comes back is only of interest as one who leaves: the rest of them want their token.
        story.Ending = story.Person is Person.NeverComes && chance.Percent(50) ? new Ending(Ending.Left) : await CheckAsync(code, end);
        await player;
    }

    private async Task<string?> NewCodeAsync()
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var answer = await world.Http.InsistAsync(HttpMethod.Get, $"{Api}/GetNewQrCode");
            if (answer.Status == 200) return answer.Body;
            Expect(answer, "LoginOtherError");
            await Task.Delay(chance.Seconds(1, 3), TimeProvider.System);
        }
        return null;
    }

    // Several questions, each of which is broken off.
    private async Task VanishAsync(string code)
    {
        for (var visits = 1 + chance.Below(4); visits > 0; visits--)
        {
            using var leaving = new CancellationTokenSource(chance.Seconds(0.001, 0.3), TimeProvider.System);
            try
            {
                await world.Http.AskAsync(HttpMethod.Post, $"{Api}/CheckQRCode", Json(code), leaving: leaving.Token);
            }
            catch (OperationCanceledException)
            {
                // The connection is closed in the middle of it.
            }
            await Task.Delay(chance.Seconds(1, 6), TimeProvider.System);
        }
    }

    private async Task<Ending> CheckAsync(string code, DateTimeOffset end)
    {
        while (true)
        {
            var answer = await world.Http.InsistAsync(HttpMethod.Post, $"{Api}/CheckQRCode", () => Json(code));
            if (answer.Status == 200 && answer.Body.Contains("macKey", StringComparison.Ordinal)) return await FinishAsync(code, answer.Body);
            if (answer.Status == 500)
            {
                Expect(answer, "LoginOtherError");
                return new Ending(answer.Body.Contains("access_denied", StringComparison.Ordinal) ? Ending.Denied : Ending.Gone);
            }
            if (answer.Status != 200) story.Complaints.Enqueue($"CheckQRCode: {answer}");
            if (TimeProvider.System.GetUtcNow() > end + TimeSpan.FromSeconds(15))
            {
                story.Complaints.Enqueue("its code is over, and CheckQRCode does not say so");
                return new Ending(Ending.Left);
            }
            await Task.Delay(chance.Seconds(1, 4), TimeProvider.System);
        }
    }

    private async Task<Ending> FinishAsync(string code, string granted)
    {
        var again = await world.Http.InsistAsync(HttpMethod.Post, $"{Api}/CheckQRCode", () => Json(code));
        if (again.Body != granted) story.Complaints.Enqueue($"CheckQRCode gave its grant once and then {again.Status}");
        var profile = await TryAsync("GetTapTapProfile", granted, "GetProfileError");
        var token = await TryAsync("GetPhigrosToken", granted, "Error");
        return profile is null || token is null
            ? new Ending(Ending.ExchangeFailed)
            : new Ending(Ending.Succeeded, JsonDocument.Parse(profile).RootElement.GetProperty("data").Text("openId")!, token);
    }

    // Both can be asked for again with the same grant, for as long as the caller likes.
    private async Task<string?> TryAsync(string route, string granted, string codeName)
    {
        for (var tries = 0; tries < ExchangeTries; tries++)
        {
            var answer = await world.Http.InsistAsync(HttpMethod.Post, $"{Api}/{route}", () => Json(granted));
            if (answer.Status == 200) return answer.Body;
            Expect(answer, codeName);
            await Task.Delay(chance.Seconds(0.5, 2), TimeProvider.System);
        }
        return null;
    }

    private void Expect(SoakAnswer answer, string codeName)
    {
        if (answer.Status != 500 || !answer.Body.Contains(codeName, StringComparison.Ordinal)) story.Complaints.Enqueue($"{codeName} was to be expected: {answer}");
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
