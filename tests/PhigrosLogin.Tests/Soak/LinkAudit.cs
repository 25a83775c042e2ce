using System.Text.Json;

namespace PhigrosLogin.Tests.Soak;

/// <summary>Looks at a login through the second api when it has to be over, and reads its result twice.</summary>
internal sealed class LinkAudit(Story story, SoakWorld world, string path, string secret, DateTimeOffset expiresAt)
{
    // gateway-api.md: the rest of the code for a scanned login, then the exchange. The last half minute is for finding what another instance left.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60 + 45 + 30);

    public async Task RunAsync(Chance chance)
    {
        var deadline = expiresAt + Grace;
        var state = await StateAsync();
        if (state is null || !IsFinal(state.Value))
        {
            // A caller who vanished comes back late, all others have seen the end; nobody looks in between.
            await Task.Delay(Later(deadline - TimeProvider.System.GetUtcNow()), TimeProvider.System);
            state = await StateAsync();
        }
        if (state is not { } over)
        {
            story.Complaints.Enqueue("its state cannot be had");
            return;
        }
        if (!IsFinal(over)) return;
        var word = WordOf(over);
        story.Ending = word == Ending.Succeeded ? await ReadResultAsync(chance) : new Ending(word);
        if (await StateAsync() is { } again && WordOf(again) != word) story.Complaints.Enqueue($"was {word} and then {WordOf(again)}");
    }

    private async Task<Ending> ReadResultAsync(Chance chance)
    {
        var one = await ResultAsync();
        // A cancel that came after the success has acknowledged it.
        if (story.WasCancelled && one.Status == 410) return new Ending(Ending.Succeeded);
        var other = await ResultAsync();
        if (one.Status != 200 || one.Body != other.Body)
        {
            story.Complaints.Enqueue($"its result: {one.Status}, then {other.Status}, {(one.Body == other.Body ? "the same" : "not the same")}");
            return new Ending(Ending.Succeeded);
        }
        if (chance.Percent(50)) await AcknowledgeAsync();
        var result = JsonDocument.Parse(one.Body).RootElement.GetProperty("result");
        if (result.GetProperty("player").Text("objectId")! != story.Player.ObjectId) story.Complaints.Enqueue("its result has another player");
        return new Ending(Ending.Succeeded, result.GetProperty("profile").Text("openId")!, result.Text("sessionToken")!);
    }

    private async Task AcknowledgeAsync()
    {
        var (one, other) = (await world.Http.InsistAsync(HttpMethod.Delete, path, secret: secret), await world.Http.InsistAsync(HttpMethod.Delete, path, secret: secret));
        var after = await ResultAsync();
        if ((one.Status, other.Status, after.Status) != (204, 204, 410)) story.Complaints.Enqueue($"acknowledged: {one.Status}, {other.Status}, then {after.Status}");
    }

    private Task<SoakAnswer> ResultAsync() => world.Http.InsistAsync(HttpMethod.Get, $"{path}/result", secret: secret);

    private async Task<JsonElement?> StateAsync() =>
        await world.Http.InsistAsync(HttpMethod.Get, path) is { Status: 200 } answer ? JsonDocument.Parse(answer.Body).RootElement : null;

    private static bool IsFinal(JsonElement state) => state.GetProperty("final").GetBoolean();

    private static string WordOf(JsonElement state) =>
        state.GetProperty("reason").GetString() is { } reason ? $"{state.Text("status")!}:{reason}" : state.Text("status")!;

    private static TimeSpan Later(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
