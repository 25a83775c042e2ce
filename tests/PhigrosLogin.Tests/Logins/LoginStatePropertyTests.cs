using System.Security.Cryptography;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.TapTap;
using PhigrosLogin.Tests.Engine;

namespace PhigrosLogin.Tests.Logins;

/// <summary>Events of a login in any order: what is final stays, what moves moves forward.</summary>
public class LoginStatePropertyTests
{
    private const int Orders = 100_000;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly TapTapToken Grant = TapTapToken.TryCreate("k", null, null, "m", null, "public_profile", out var token, out _)
        ? token
        : throw new InvalidOperationException();

    private static readonly (string Name, Func<LoginState, int, LoginState?> Happens)[] Events =
    [
        ("shown", (state, attempt) => state.Shown(new ShownCode(state.Attempt, state.Region, new Secret("code"), null, "https://x", Now, TimeSpan.FromSeconds(3)))),
        ("scanned", (state, attempt) => state.Scanned(attempt)),
        ("granted", (state, attempt) => state.Granted(attempt, attempt % 2 == 0 ? "cn" : "global", Grant)),
        ("denied", (state, attempt) => state.Denied(attempt, Now)),
        ("code over", (state, attempt) => state.CodeOver(attempt)),
        ("moved", (state, attempt) => state.MovedTo(attempt % 2 == 0 ? "cn" : "global")),
        ("sent back", (state, _) => state.SentBack()),
        ("succeeded", (state, _) => state.Succeeded([1], Now)),
        ("failed", (state, _) => state.Failed(LoginReason.ExchangeFailed, Now)),
        ("timed out", (state, _) => state.TimedOut(LoginReason.TimedOut, Now)),
        ("cancelled", (state, _) => state.Cancelled(Now)),
        ("read", (state, _) => state.Read(Now)),
        ("acknowledged", (state, _) => state.Acknowledged(Now)),
        ("result over", (state, _) => state.ResultOver()),
    ];

    [Fact]
    public void No_order_of_events_leaves_a_final_state_or_moves_backwards()
    {
        var ends = new HashSet<LoginStatus>();
        var seed = (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        for (var order = 0; order < Orders; order++)
        {
            // One login in four hears only what keeps it alive for long, so that deep states are reached as well.
            var few = order % 4 == 0;
            var chance = new Chance(seed + (ulong)order);
            var state = new LoginState { Region = "cn" };
            var story = new List<(string Name, int Attempt)>();
            var successes = 0;
            for (var step = 0; step < 24; step++)
            {
                var (name, happens) = Events[chance.Below(few ? 8 : Events.Length)];
                var attempt = Math.Max(1, state.Attempt - chance.Below(3));
                story.Add((name, attempt));
                if (happens(state, attempt) is not { } after) continue;
                if (Broken(state, after) is { } rule) Assert.Fail($"{rule}: {string.Join(" ", story)}");
                if (after.Status == LoginStatus.Succeeded && state.Status != LoginStatus.Succeeded) successes++;
                state = after;
            }
            successes.ShouldBeLessThanOrEqualTo(1);
            ends.Add(state.Status);
        }
        ends.Count.ShouldBe(Enum.GetValues<LoginStatus>().Length, "every state is reached");
    }

    private static string? Broken(LoginState before, LoginState after)
    {
        var visible = !Visible(before).Equals(Visible(after));
        if (before.IsFinal && before.Status != after.Status) return "a final state was left";
        if (before.IsFinal && visible) return "a final state changed for everybody to see";
        if (visible && after.Version <= before.Version) return "a visible change without a new version";
        if (!visible && after.Version != before.Version) return "a new version without a visible change";
        if (after.Attempt < before.Attempt) return "an attempt went back";
        if (after.Attempt == before.Attempt && after.Status < before.Status) return "a state went back within one attempt";
        if (after.Attempt > before.Attempt && after.Status != LoginStatus.Pending) return "an attempt that does not begin with pending";
        if (after.Code is not null && !after.IsOpen) return "a code is shown from completing on";
        if (after.Grant is not null && after.Status != LoginStatus.Completing) return "a grant outlives its exchange";
        if (after.Result is not null && after.Status != LoginStatus.Succeeded) return "a result without success";
        if (before.Result is null && after.Result is not null && before.Status != LoginStatus.Completing) return "a result from nowhere";
        if (after.IsFinal && after.EarlierCodes.Count > 0) return "codes are kept beyond the end";
        if (after.EarlierCodes.Any(code => code.Attempt == after.Code?.Attempt)) return "a code is kept twice";
        return null;
    }

    private static object Visible(LoginState state) =>
        (state.Status, state.Reason, state.Notice, state.Attempt, state.Region, state.Code);
}
