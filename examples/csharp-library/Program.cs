// A bot that signs players in with the library, without a gateway. The chat is the console: a line is a player's name and a
// word, "Ann login", and then "Ann yes", "Ann no" or "Ann stop". What the bot says goes to stderr, what it would store to stdout.
//
//   dotnet run --project examples/csharp-library
//
// PHIGROS_UPSTREAM=http://127.0.0.1:… is for a practice TapTap; PHIGROS_REGION=global for TapTap International.
using System.Collections.Concurrent;
using Bot;
using PhigrosLogin;

var region = Chat.RegionFrom(Environment.GetEnvironmentVariable);
using var connections = UpstreamHttp.CreateClient(); // one for all logins
var options = new PlayerLoginOptions { Connections = connections };
var chats = new ConcurrentDictionary<string, Chat>();
using var ending = new CancellationTokenSource();

while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Split(' ', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } player, var word]) continue;
    if (word == "login")
    {
        // A player who asks again gets the link again: two codes at once would only confuse.
        var chat = chats.GetOrAdd(player, _ => new Chat(player, region, options));
        chat.Begin(() => chats.TryRemove(player, out _), ending.Token);
    }
    else if (chats.TryGetValue(player, out var chat)) chat.Hear(word);
}
await ending.CancelAsync();
await Task.WhenAll(chats.Values.Select(chat => chat.Over));
