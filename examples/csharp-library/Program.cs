// Signs players in with the library, without a gateway. The chat is the console: a line is a player's name and a word,
// "Ann login", then "Ann yes", "Ann no" or "Ann stop". Messages for the players go to stderr.
//
//   dotnet run --project examples/csharp-library
//
// PHIGROS_TOKEN_FILE=file: where to store the session tokens; - prints them. Without it no token is kept.
// PHIGROS_REGION=global: TapTap International. PHIGROS_UPSTREAM=http://127.0.0.1:…: a simulator.
using System.Collections.Concurrent;
using Bot;
using PhigrosLogin;

var region = Chat.RegionFrom(Environment.GetEnvironmentVariable);
using var connections = UpstreamHttp.CreateClient(); // shared by all logins
var options = new PlayerLoginOptions { Connections = connections };
var chats = new ConcurrentDictionary<string, Chat>();
var tokens = new TokenStore(Environment.GetEnvironmentVariable("PHIGROS_TOKEN_FILE"));
using var stopping = new CancellationTokenSource();

while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Split(' ', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } player, var word]) continue;
    if (word == "login")
    {
        // A player who asks again gets the same link: of two codes they might confirm the one that nothing waits for.
        var chat = chats.GetOrAdd(player, _ => new Chat(player, region, options, tokens));
        chat.Start(() => chats.TryRemove(player, out _), stopping.Token);
    }
    else if (chats.TryGetValue(player, out var chat)) chat.Receive(word);
}
await stopping.CancelAsync();
await Task.WhenAll(chats.Values.Select(chat => chat.Completion));
