using System.Text.Json;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Secrecy;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>What a device grant draws by chance is written down nowhere, with every log level on.</summary>
public class OAuthSecrecyTests
{
    [Fact]
    public async Task Neither_device_code_nor_user_code_nor_token_is_logged()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");
        var device = await world.AuthorizeAsync();
        var headers = new List<string>();
        await KeepAsync(device.AskAsync());
        await KeepAsync(device.AskAsync());
        await KeepAsync(world.PostFormAsync("/l", $"user_code={device.UserCode}"));
        await KeepAsync(world.PostFormAsync("/l", $"user_code={device.UserCode}X"));
        await KeepAsync(world.SendAsync($"GET /l/{device.Login.Id}"));
        world.China.Codes.Confirm(await device.Login.LookAsync());
        await world.PassToPollAsync();
        await device.Login.UntilAsync("succeeded");
        var granted = await KeepAsync(device.AskAsync());
        await KeepAsync(world.PostFormAsync(OAuthCaller.Token, device.TokenForm + "&device_code=x"));
        await KeepAsync(world.PostFormAsync(OAuthCaller.Token, device.TokenForm, "Authorization: Basic x\r\n"));
        var token = JsonDocument.Parse(granted.Body).RootElement.Text("access_token")!;
        var marks = new Canary(("device code", device.DeviceCode), ("login secret", device.Login.Secret), ("token", token), ("user code", $"user_code={device.UserCode}"));

        var places = world.Log.Lines.SelectMany(line => new[] { line.Text, line.Values }).Concat(headers).Distinct().ToArray();

        places.SelectMany(text => marks.Find("the log or a header", text)).ShouldBeEmpty();
        places.ShouldAllBe(text => !text.Contains(device.UserCode, StringComparison.OrdinalIgnoreCase));
        places.ShouldContain(text => text.Contains("/oauth/token", StringComparison.Ordinal));

        async Task<RawAnswer> KeepAsync(Task<RawAnswer> asking)
        {
            var answer = await asking;
            headers.AddRange(answer.Headers.Select(header => $"{header.Key}: {header.Value}"));
            return answer;
        }
    }
}
