using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Fuzz;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>What a caller holds who has used the gateway: logins in every state, codes, tokens, tags of what was read.</summary>
internal sealed class Supplies(World world, IReadOnlyList<string> assets)
{
    private readonly Dictionary<string, string> _tags = [];
    private OpenLogin[] _logins = [];
    private string[] _codes = [];
    private string[] _tokens = [];
    private string[] _devices = [];
    private string[] _userCodes = [];
    private string[] _sessions = [];

    public IReadOnlyList<string> Assets => assets;

    public static async Task<Supplies> OfAsync(World world)
    {
        var page = await world.Http.GetStringAsync("/docs");
        var supplies = new Supplies(world, [.. Regex.Matches(page, "\"/assets/([^\"]+)\"").Select(match => match.Groups[1].Value).Distinct()]);
        foreach (var path in (string[])["/openapi/v1.json", "/docs", .. supplies.Assets.Select(name => $"/assets/{name}")])
        {
            using var response = await world.Http.GetAsync(path);
            supplies._tags[path] = response.Headers.ETag!.ToString();
        }
        return supplies;
    }

    /// <summary>New ones for those that have been used up or have expired.</summary>
    public async Task RefillAsync()
    {
        var pending = await world.OpenAsync();
        var named = await world.OpenAsync(new { region = "cn", requestedBy = "Phi bot" });
        var shown = await world.OpenAsync();
        await shown.LookAsync();
        var cancelled = await world.OpenAsync();
        using var cancel = await cancelled.CancelAsync();
        var erased = await SucceededAsync();
        using var acknowledge = await erased.AcknowledgeAsync();
        var denied = await world.OpenAsync();
        world.China.Codes.Refuse(await denied.LookAsync());
        await world.PassIntervalAsync(seconds: 1);
        await denied.UntilAsync("denied");
        _logins = [pending, pending, named, shown, shown, cancelled, await SucceededAsync(), await SucceededAsync(), erased, denied];
        _codes = [(await world.NewCodeAsync()).Body, (await world.NewCodeAsync("?region=global")).Body];
        await FillMoreAsync();
        _tokens = [await world.FinishedCheckAsync(world.China), await world.FinishedCheckAsync(world.International, "?region=global")];
    }

    private async Task FillMoreAsync()
    {
        var (pending, finished) = (await DeviceAsync(), await DeviceAsync());
        await SucceedAsync(new OpenLogin(() => world.Http, finished.Code.Split('.')[0], ""));
        _devices = [pending.Code, finished.Code, "unknown.unknown"];
        _userCodes = [pending.UserCode, "BCDF-GHJK"];
        _sessions = [await SessionAsync(), await SessionAsync(), "exampleexampleexampleexam"];
    }

    private async Task<(string Code, string UserCode)> DeviceAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = "phi-bot" });
        using var answer = await world.Http.PostAsync("/oauth/device_authorization", form);
        var body = await answer.JsonAsync();
        return (body.GetProperty("device_code").GetString()!, body.GetProperty("user_code").GetString()!);
    }

    private async Task<string> SessionAsync()
    {
        using var result = await (await SucceededAsync()).ResultAsync();
        return (await result.JsonAsync()).GetProperty("result").GetProperty("sessionToken").GetString()!;
    }

    public (string Id, string Secret) Login(Dice dice) => dice.Pick(_logins) is var login ? (login.Id, login.Secret) : default;

    public string ETag(string path) => _tags.GetValueOrDefault(path, "\"000000000000\"");

    /// <summary>A body from an earlier step, where the document says that one is sent back.</summary>
    public string? Body(BookOperation operation, Dice dice) => dice.Once(3) ? null : operation.Id switch
    {
        "checkQrCode" => dice.Pick(_codes),
        "getTapTapProfile" or "getPhigrosToken" or "getPhigrosTokenShort" => dice.Pick(_tokens),
        "askForToken" => $$"""{"grant_type":"urn:ietf:params:oauth:grant-type:device_code","device_code":"{{dice.Pick(_devices)}}","client_id":"phi-bot"}""",
        "takeCode" => $$"""{"user_code":"{{dice.Pick(_userCodes)}}"}""",
        "inspectSession" or "rotateSession" => $$"""{"sessionToken":"{{dice.Pick(_sessions)}}"}""",
        _ => null,
    };

    private async Task<OpenLogin> SucceededAsync()
    {
        var login = await world.OpenAsync();
        await SucceedAsync(login);
        return login;
    }

    private async Task SucceedAsync(OpenLogin login)
    {
        world.China.Codes.Confirm(await login.LookAsync());
        await world.PassIntervalAsync(seconds: 1);
        await login.UntilAsync("succeeded");
    }
}
