using System.Data.Common;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server.Logins;

/// <summary>Takes turns with other instances at polling a code. Where there are no others every turn is one's own, at no cost.</summary>
internal sealed partial class PollTurns(ILoginStore store, GatewayOptions options, ILogger<PollTurns> logger)
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    // Longer than any poll can last: whose lease is over is gone.
    private readonly TimeSpan _lease = options.UpstreamTimeout + TimeSpan.FromSeconds(3);

    /// <summary>Asks for a turn and learns what the others know of the code, whether it is granted or not.</summary>
    public async ValueTask<Turn> TakeAsync(Attempt attempt)
    {
        if (!store.IsShared) return Turn.Alone;
        var turn = Turn.None;
        try
        {
            turn = await store.TakeTurnAsync(attempt.Key, attempt.LoginId, _lease, attempt.Remaining);
            attempt.Learn(turn);
            // NOTE: looked at under the lease, so that nobody can come to an end between this look and the poll.
            if (attempt.IsWanted is null || await attempt.IsWanted()) return turn;
        }
        catch (Exception trouble) when (trouble is DbException or OverloadedException)
        {
            Log.NoTurn(logger, attempt.Id, trouble.GetType().FullName);
            attempt.Learn(Turn.None with { Wait = AfterTrouble });
        }
        await GiveBackAsync(attempt, turn);
        return Turn.None;
    }

    /// <summary>Gives a turn back, if it was granted.</summary>
    public async ValueTask GiveBackAsync(Attempt attempt, Turn turn)
    {
        if (!turn.IsMine || !store.IsShared) return;
        try
        {
            await store.GiveBackTurnAsync(attempt.Key, turn, attempt.Pace, attempt.MayBeSpent);
        }
        catch (DbException trouble)
        {
            // The lease ends by itself; until then nobody polls this code.
            Log.NotGivenBack(logger, attempt.Id, trouble.GetType().FullName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Code {Id} is not polled for now: the store does not say whose turn it is ({Type})")]
        public static partial void NoTurn(ILogger logger, string id, string? type);

        [LoggerMessage(2, LogLevel.Warning, "Code {Id} is not polled for a while: the store does not take its turn back ({Type})")]
        public static partial void NotGivenBack(ILogger logger, string id, string? type);
    }
}
