// One login, with PhigrosLogin.Client: words for the player on stderr, the session token on stdout.
//   PHIGROS_GATEWAY=https://gate.example dotnet run --project examples/csharp-client -- "player's name" [seconds]
// seconds: how long all of it may take, 600 if not said; QQ gives 180 from a message to its reply.
// PHIGROS_STATE=file keeps the login: whoever asks again, or comes back after a crash, gets the same link.
using System.Globalization;
using PhigrosLogin.Client;

var gateway = Environment.GetEnvironmentVariable("PHIGROS_GATEWAY") ?? "http://localhost:5015";
var kept = Environment.GetEnvironmentVariable("PHIGROS_STATE");
var player = args is [var name, ..] ? name : "somebody";
var time = TimeSpan.FromSeconds(args is [_, var seconds, ..] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 600);

using var client = new PhigrosLoginClient(new PhigrosLoginClientOptions { Gateway = new Uri(gateway), Language = "en" });
using var end = new CancellationTokenSource(time);
try
{
    var (login, outcome) = await SignInAsync();
    if (outcome.Result is not { } result) return Over(outcome.Message);

    // Anybody who had the link may be that player, therefore the question.
    Console.Error.WriteLine($"Signed in as {result.DisplayName}. Is this you? [y/n]");
    var isTheirs = Console.ReadLine()?.StartsWith('y') == true;
    if (isTheirs) Console.WriteLine(result.SessionToken.Reveal()); // store it, encrypted, before the gateway erases it
    await client.AcknowledgeAsync(login, end.Token);
    return isTheirs ? Forget(0) : Over("Then nothing is bound.");
}
catch (GatewayException trouble)
{
    return Over(trouble.Message);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("There was no answer in time. Please ask again.");
    return 1;
}

// A login that is over, and how it ended.
async Task<(OpenedLogin Login, LoginOutcome Outcome)> SignInAsync()
{
    for (var links = 1; ; links++)
    {
        var login = Kept() ?? Keep(await client.BeginAsync(new LoginRequest { RequestedBy = "csharp-client", RequestedFor = player, Expires = Life() }, end.Token));
        Console.Error.WriteLine($"Sign in here: {login.LoginUrl}");
        try
        {
            return (login, await client.WaitAsync(login, end.Token));
        }
        catch (GatewayException gone) when (gone.Status is 404 or 410 && links < 3)
        {
            Forget(0); // the gateway has forgotten it, so open another one
        }
    }
}

// Until the scan: from then on the confirmation may take 60 s more, and the game's cloud 45 s.
TimeSpan Life() => TimeSpan.FromSeconds(Math.Clamp((int)time.TotalSeconds - 105, 60, 1800));

OpenedLogin? Kept() => kept is not null && File.Exists(kept) && File.ReadAllLines(kept) is [var id, var secret, var page, var picture, var last]
    ? new OpenedLogin
    {
        Id = id,
        ClaimSecret = new Credential(secret),
        LoginUrl = new Uri(page),
        QrUrl = new Uri(picture),
        ExpiresAt = DateTimeOffset.Parse(last, CultureInfo.InvariantCulture),
    }
    : null;

OpenedLogin Keep(OpenedLogin login)
{
    if (kept is null) return login;
    var mine = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
    if (!OperatingSystem.IsWindows()) mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // the secret is in it
    using var file = new StreamWriter(kept, mine);
    file.WriteLine(string.Join('\n', login.Id, login.ClaimSecret.Reveal(), login.LoginUrl, login.QrUrl, login.ExpiresAt.ToString("o", CultureInfo.InvariantCulture)));
    return login;
}

int Forget(int status)
{
    if (kept is not null) File.Delete(kept);
    return status;
}

int Over(string words)
{
    Console.Error.WriteLine(words);
    return Forget(1);
}
