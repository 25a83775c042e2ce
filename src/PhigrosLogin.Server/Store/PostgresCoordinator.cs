using System.Data.Common;
using System.Runtime.CompilerServices;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Coordinates the instances on one PostgreSQL. Leases are counted by the clock of the database, so that no two instances
/// can disagree about one.
/// </summary>
internal sealed class PostgresCoordinator(PostgresLoginStore store, TimeProvider time) : IInstanceCoordinator
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    public bool HasOthers => true;

    public async ValueTask<DateTimeOffset> GetUtcNowAsync() => new((DateTime)(await store.Commands.ReadAsync(
        connection => connection.ScalarAsync("SELECT clock_timestamp()")))!);

    public async ValueTask<PollLease> AcquirePollLeaseAsync(
        byte[] key, string? loginId, TimeSpan duration, TimeSpan codeLifetime)
    {
        return await store.Commands.WriteOnceAsync(async connection =>
        {
            // This instance's own pace is stricter than the stored one, so it need not wait for its own last poll.
            var acquired = await connection.RowsAsync(
                row => new PollLease
                {
                    IsAcquired = true,
                    FencingToken = row.GetInt64(0),
                    MayBeSpent = row.GetBoolean(1),
                    IsInDoubt = row.GetBoolean(2),
                    Pace = ReadPace(row, 3),
                },
                """
                INSERT INTO polls AS p (key, login_id, owner, fence, in_flight, lease_until, next_at, spent, expires_at)
                VALUES ($1, $2, $3, 1, true, clock_timestamp() + $4, clock_timestamp(), false, clock_timestamp() + $5)
                ON CONFLICT (key) DO UPDATE SET
                    owner = $3, fence = p.fence + 1, in_flight = true, lease_until = clock_timestamp() + $4,
                    -- The previous holder did not release it: TapTap may have granted, and the response may still arrive.
                    spent = p.spent OR p.in_flight,
                    doubt_until = CASE WHEN p.in_flight THEN clock_timestamp() + $4 ELSE p.doubt_until END
                WHERE CASE WHEN p.in_flight THEN p.lease_until < clock_timestamp()
                           ELSE p.owner = $3 OR p.next_at <= clock_timestamp() END
                RETURNING fence, spent, coalesce(doubt_until > clock_timestamp(), false), usual, wait
                """,
                key, loginId, store.InstanceId, duration, codeLifetime);
            if (acquired is [var lease]) return lease;

            var denied = await connection.RowsAsync(
                row => new PollLease
                {
                    IsHeldByOther = row.GetBoolean(0),
                    RetryAfter = row.GetTimeSpan(1),
                    Pace = ReadPace(row, 2),
                    MayBeSpent = row.GetBoolean(4),
                },
                """
                SELECT in_flight, greatest(next_at - clock_timestamp(), interval '0'), usual, wait, spent
                FROM polls WHERE key = $1
                """,
                key);
            return denied is [var known] ? known : PollLease.Denied;
        });
    }

    public async ValueTask ReleasePollLeaseAsync(byte[] key, PollLease lease, PollPace pace, bool mayBeSpent) =>
        await store.Commands.WriteAsync(connection => connection.RunAsync(
            """
            UPDATE polls SET in_flight = false, next_at = clock_timestamp() + $3, usual = $4, wait = $3, spent = $5
            WHERE key = $1 AND fence = $2 AND in_flight
            """,
            key, lease.FencingToken, pace.Next, pace.Usual, mayBeSpent));

    public async ValueTask<bool> AcquireExchangeLeaseAsync(string loginId) =>
        await store.Commands.WriteAsync(connection => connection.RunAsync(
            """
            UPDATE logins SET exchange_by = $2, exchange_until = clock_timestamp() + $3
            WHERE id = $1 AND (exchange_by IS NULL OR exchange_by = $2 OR exchange_until < clock_timestamp())
            """,
            loginId, store.InstanceId, PostgresLoginStore.ExchangeLease)) == 1;

    public async ValueTask ReleaseExchangeLeaseAsync(string loginId) =>
        await store.Commands.WriteAsync(connection => connection.RunAsync(
            """
            UPDATE logins SET exchange_until = clock_timestamp()
            WHERE id = $1 AND exchange_by = $2 AND exchange_until IS NOT NULL
            """,
            loginId, store.InstanceId));

    /// <summary>What was notified, and every 5 s a batch without notifications, in which the caller finds what was missed.</summary>
    public async IAsyncEnumerable<LoginChanges> ReadChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var sweep = time.CreateTimer(_ => store.Changes.AddGap(), null, SweepEvery, SweepEvery);
        while (true) yield return await store.Changes.ReadAsync(cancellationToken);
    }

    public async ValueTask<StoredLogin?> FindNewerLoginAsync(string id, long revision) =>
        await store.FindLoginsAsync("id = $1 AND revision > $2", id, revision) is [var newer] ? newer : null;

    public async ValueTask<IReadOnlyList<StoredLogin>> FindNewerLoginsAsync(
        IReadOnlyCollection<(string Id, long Revision)> known) =>
        known.Count == 0 ? [] : await store.FindLoginsAsync(
            """
            (id, revision) IN (
                SELECT l.id, l.revision FROM unnest($1::text[], $2::bigint[]) AS known (id, revision) JOIN logins l USING (id)
                WHERE l.revision > known.revision)
            """,
            known.Select(login => login.Id).ToArray(), known.Select(login => login.Revision).ToArray());

    public async ValueTask<StoredCode?> RereadCodeAsync(byte[] key) => await store.FindAsync(key);

    // A code without viewers is polled every 10 s. If its poll is later than that, or takes too long, its instance is gone.
    public async ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync() => await store.FindLoginsAsync(
        """
        live AND (exchange_until < clock_timestamp() OR polled AND greatest(written_at, (
            SELECT max(CASE WHEN in_flight THEN lease_until - interval '11 s' ELSE next_at END) FROM polls
            WHERE login_id = logins.id)) < clock_timestamp() - interval '12 s')
        """);

    private static PollPace? ReadPace(DbDataReader row, int column) => row.IsDBNull(column)
        ? null
        : PollPace.Continue(row.GetFieldValue<TimeSpan>(column), row.GetFieldValue<TimeSpan>(column + 1));
}
