using Npgsql;

namespace PhigrosLogin.Server.Store;

// Logins: one encrypted row each. A write names the revision that it is based on, so that of two at once the second fails.
internal sealed partial class PostgresLoginStore
{
    private const string Columns = "id, revision, erase_at, live, polled, exchange_until IS NOT NULL, body";

    // The exchange and its commit.
    internal static readonly TimeSpan ExchangeLease = GrantExchange.Limit + TimeSpan.FromSeconds(5);

    public Task<SaveResult> SaveLoginAsync(StoredLogin login)
    {
        var body = _rows.SealBody(login);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        return Commands.WriteAsync<SaveResult>(async connection =>
        {
            var written = await connection.ScalarAsync(
                login.Revision == 1
                    ? $"""
                      WITH written AS (
                          INSERT INTO logins (id, revision, erase_at, live, polled, written_at, body, user_code)
                          VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $8, $11)
                          ON CONFLICT (id) DO NOTHING RETURNING id)
                      {Notify}
                      """
                    : $"""
                      WITH written AS (
                          UPDATE logins SET revision = $2, erase_at = $3, live = $4, polled = $5, written_at = clock_timestamp(),
                              -- The instance that stores the grant also exchanges it.
                              exchange_by = CASE WHEN $6 THEN coalesce(exchange_by, $7) END,
                              exchange_until = CASE WHEN $6 THEN coalesce(exchange_until, clock_timestamp() + $12) END,
                              body = $8, user_code = $11
                          WHERE id = $1 AND revision = $2 - 1 RETURNING id)
                      {Notify}
                      """,
                login.Id, login.Revision, login.EraseAt.ToUnixTimeMilliseconds(), login.IsLive, login.IsPolled,
                login.IsCompleting, InstanceId, body, _notification.Channel, _notification.Write(login.Id, login.Revision),
                userCode, ExchangeLease);
            if (written is not null) return SaveResult.Written.Instance;

            var found = await connection.RowsAsync(Read, $"SELECT {Columns} FROM logins WHERE id = $1", login.Id);
            if (found is not [{ } stored]) return SaveResult.Missing.Instance;
            // NOTE: the connection may have broken after the commit and before its confirmation: then this is the retry.
            return stored.HasContentsOf(login) ? SaveResult.Written.Instance : new SaveResult.Superseded(stored);
        });
    }

    // The notification is sent when the transaction commits.
    private const string Notify = "SELECT pg_notify($9, $10)::text FROM written";

    public async Task<StoredLogin?> FindLoginAsync(string id) =>
        await FindLoginsAsync("id = $1", id) is [var login] ? login : null;

    public Task<string?> FindLoginIdAsync(Secret userCode) => Commands.ReadAsync(async connection =>
        (string?)await connection.ScalarAsync("SELECT id FROM logins WHERE user_code = $1", _userCodes.Hash(userCode)));

    public Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync() => FindLoginsAsync("live");

    public Task<bool> DeleteLoginAsync(string id, long revision) => Commands.WriteAsync(async connection =>
        await connection.RunAsync("DELETE FROM logins WHERE id = $1 AND revision <= $2", id, revision) == 1);

    /// <summary>The logins for which an SQL condition holds, but for rows that cannot be read.</summary>
    internal async Task<IReadOnlyList<StoredLogin>> FindLoginsAsync(string condition, params object?[] values)
    {
        var found = await Commands.ReadAsync(connection =>
            connection.RowsAsync(Read, $"SELECT {Columns} FROM logins WHERE {condition}", values));
        return [.. found.OfType<StoredLogin>()];
    }

    private StoredLogin? Read(NpgsqlDataReader row) => _rows.ReadLogin(new LoginColumns(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5),
        (byte[])row[6]));
}
