// Signs one player in, with PhigrosLogin.Client. Messages for the player go to stderr.
//   PHIGROS_GATEWAY=https://gate.example dotnet run --project examples/csharp-client -- "player's name" [seconds]
// seconds: time limit for the whole login, by default 600. A QQ bot has 300 in groups and channels, 3600 one-to-one.
// PHIGROS_TOKEN_FILE=file: where to store the session token; - prints it. Without it the token is not kept.
// PHIGROS_CLIENT_SECRET: the client secret, if the gateway requires one.
// PHIGROS_STATE=file: keeps the login, so that a second request, or a restart after a crash, gets the same link.
using System.Globalization;
using PhigrosLogin.Client;

var gateway = Environment.GetEnvironmentVariable("PHIGROS_GATEWAY") ?? "http://localhost:5015";
var clientSecret = Environment.GetEnvironmentVariable("PHIGROS_CLIENT_SECRET");
var tokenFile = Environment.GetEnvironmentVariable("PHIGROS_TOKEN_FILE");
var kept = Environment.GetEnvironmentVariable("PHIGROS_STATE");
var player = args is [var name, ..] ? name : "a player";
var limit = TimeSpan.FromSeconds(args is [_, var seconds, ..] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 600);

using var client = new PhigrosLoginClient(new PhigrosLoginClientOptions
{
    Gateway = new Uri(gateway),
    Language = "en",
    ClientSecret = clientSecret is null ? null : new Credential(clientSecret),
});
using var end = new CancellationTokenSource(limit);
try
{
    var (login, outcome) = await SignInAsync();
    if (outcome.Result is not { } result) return Over(outcome.Message);

    // Anyone who had the link may have signed in: ask before you store anything.
    Console.Error.WriteLine($"Signed in as {result.DisplayName}. Is this you? [y/n]");
    var isTheirs = Console.ReadLine()?.StartsWith('y') == true;
    if (isTheirs) Store(result.SessionToken);
    await client.AcknowledgeAsync(login, end.Token);
    return isTheirs ? Forget(0) : Over("Nothing was stored.");
}
catch (GatewayException error)
{
    return Over(error.Message);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("There was no answer in time. Please ask again.");
    return 1;
}

// Returns a login that has ended, and how it ended.
async Task<(CreatedLogin Login, LoginOutcome Outcome)> SignInAsync()
{
    for (var links = 1; ; links++)
    {
        var login = Kept() ?? Keep(await client.CreateAsync(
            new LoginRequest { RequestedBy = "csharp-client", RequestedFor = player, Expires = Life() }, end.Token));
        Console.Error.WriteLine($"Sign in here: {login.LoginUrl}");
        try
        {
            return (login, await client.WaitAsync(login, end.Token));
        }
        catch (GatewayException gone) when (gone.Status is 404 or 410 && links < 3)
        {
            Forget(0); // the gateway no longer has it: create another one
        }
    }
}

// A bot encrypts the token and stores it with the player's account.
void Store(Credential token)
{
    if (tokenFile == "-") Console.WriteLine(token.Reveal());
    else if (tokenFile is not null) WritePrivately(tokenFile, token.Reveal());
    else Console.Error.WriteLine("The token was not kept: PHIGROS_TOKEN_FILE is not set.");
}

// Until the scan: after it, the confirmation may take 60 s and the game cloud 45 s.
TimeSpan Life() => TimeSpan.FromSeconds(Math.Clamp((int)limit.TotalSeconds - 105, 60, 1800));

CreatedLogin? Kept() =>
    kept is not null && File.Exists(kept) && File.ReadAllLines(kept) is [var id, var secret, var page, var picture, var last]
    ? new CreatedLogin
    {
        Id = id,
        LoginSecret = new Credential(secret),
        LoginUrl = new Uri(page),
        QrUrl = new Uri(picture),
        ExpiresAt = DateTimeOffset.Parse(last, CultureInfo.InvariantCulture),
    }
    : null;

CreatedLogin Keep(CreatedLogin login)
{
    string[] lines = [login.Id, login.LoginSecret.Reveal(), $"{login.LoginUrl}", $"{login.QrUrl}", $"{login.ExpiresAt:o}"];
    if (kept is not null) WritePrivately(kept, string.Join('\n', lines));
    return login;
}

// Only this user can read the file: it has a secret.
static void WritePrivately(string file, string text)
{
    var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
    if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    using var writer = new StreamWriter(file, options);
    writer.Write(text);
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
