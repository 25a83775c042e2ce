using System.Data.Common;

namespace PhigrosLogin.Server.Store;

// Taking turns. The clock is the database's, so that no two instances can disagree about a lease.
internal sealed partial class PostgresLoginStore
{
    // An exchange and its commit; whose lease is over is gone.
    private static readonly TimeSpan ExchangeLease = GrantExchange.Limit + TimeSpan.FromSeconds(5);

    public async ValueTask<Turn> TakeTurnAsync(byte[] key, string? loginId, TimeSpan lease, TimeSpan life)
    {
        return await _commands.OnceAsync(async connection =>
        {
            // One's own pace is stricter than what is kept here, so an instance need not wait for its own last poll.
            var taken = await connection.RowsAsync(
                row => new Turn { IsMine = true, Fence = row.GetInt64(0), MayBeSpent = row.GetBoolean(1), IsInDoubt = row.GetBoolean(2), Pace = Pace(row, 3) },
                """
                INSERT INTO polls AS p (key, login_id, owner, fence, in_flight, lease_until, next_at, spent, expires_at)
                VALUES ($1, $2, $3, 1, true, clock_timestamp() + $4, clock_timestamp(), false, clock_timestamp() + $5)
                ON CONFLICT (key) DO UPDATE SET
                    owner = $3, fence = p.fence + 1, in_flight = true, lease_until = clock_timestamp() + $4,
                    -- Whoever was at it did not come back: TapTap may have granted, and the answer may be on its way still.
                    spent = p.spent OR p.in_flight,
                    doubt_until = CASE WHEN p.in_flight THEN clock_timestamp() + $4 ELSE p.doubt_until END
                WHERE CASE WHEN p.in_flight THEN p.lease_until < clock_timestamp() ELSE p.owner = $3 OR p.next_at <= clock_timestamp() END
                RETURNING fence, spent, coalesce(doubt_until > clock_timestamp(), false), usual, wait
                """,
                key, loginId, _me, lease, life);
            if (taken is [var mine]) return mine;

            var others = await connection.RowsAsync(
                row => new Turn { IsOthers = row.GetBoolean(0), Wait = row.GetTimeSpan(1), Pace = Pace(row, 2), MayBeSpent = row.GetBoolean(4) },
                "SELECT in_flight, greatest(next_at - clock_timestamp(), interval '0'), usual, wait, spent FROM polls WHERE key = $1", key);
            return others is [var theirs] ? theirs : Turn.None;
        });
    }

    public async ValueTask GiveBackTurnAsync(byte[] key, Turn turn, PollPace pace, bool mayBeSpent) =>
        await _commands.WriteAsync(connection => connection.RunAsync(
            """
            UPDATE polls SET in_flight = false, next_at = clock_timestamp() + $3, usual = $4, wait = $3, spent = $5
            WHERE key = $1 AND fence = $2 AND in_flight
            """,
            key, turn.Fence, pace.Next, pace.Usual, mayBeSpent));

    public async ValueTask<bool> TakeExchangeAsync(string loginId) =>
        await _commands.WriteAsync(connection => connection.RunAsync(
            """
            UPDATE logins SET exchange_by = $2, exchange_until = clock_timestamp() + $3
            WHERE id = $1 AND (exchange_by IS NULL OR exchange_by = $2 OR exchange_until < clock_timestamp())
            """,
            loginId, _me, ExchangeLease)) == 1;

    public async ValueTask GiveBackExchangeAsync(string loginId) =>
        await _commands.WriteAsync(connection => connection.RunAsync(
            "UPDATE logins SET exchange_until = clock_timestamp() WHERE id = $1 AND exchange_by = $2 AND exchange_until IS NOT NULL", loginId, _me));

    // A code that nobody watches is polled every 10 s: what is later than that, or in a poll that has lasted too long, has lost its instance.
    public async ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync() => await FindAllAsync(
        """
        live AND (exchange_until < clock_timestamp() OR polled AND greatest(
            written_at, (SELECT max(CASE WHEN in_flight THEN lease_until - interval '11 s' ELSE next_at END) FROM polls WHERE login_id = logins.id)) < clock_timestamp() - interval '12 s')
        """);

    private static PollPace? Pace(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : PollPace.Continue(row.GetFieldValue<TimeSpan>(column), row.GetFieldValue<TimeSpan>(column + 1));
}
