using System.Globalization;
using System.Text;
using Npgsql;

namespace PhigrosLogin.Server.Store;

// Logins with a link: one sealed row each. Whoever writes names the revision that it saw; of two at once one is told so.
internal sealed partial class PostgresLoginStore
{
    private const string Columns = "id, revision, erase_at, live, polled, exchange_until IS NOT NULL, body";

    public Task<StoredLogin?> SaveLoginAsync(StoredLogin login, Commit commit)
    {
        var body = _logins.Seal(Encoding.ASCII.GetBytes(login.Id), login.Body);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        return _commands.WriteAsync(async connection =>
        {
            var written = await connection.ScalarAsync(
                login.Revision == 1
                    ? $"""
                      WITH written AS (
                          INSERT INTO logins (id, revision, erase_at, live, polled, written_at, body, user_code)
                          VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $8, $10)
                          ON CONFLICT (id) DO NOTHING RETURNING id)
                      {Tell}
                      """
                    : $"""
                      WITH written AS (
                          UPDATE logins SET revision = $2, erase_at = $3, live = $4, polled = $5, written_at = clock_timestamp(),
                              -- Whoever brings a grant home also does the exchange.
                              exchange_by = CASE WHEN $6 THEN coalesce(exchange_by, $7) END,
                              exchange_until = CASE WHEN $6 THEN coalesce(exchange_until, clock_timestamp() + $11) END, body = $8, user_code = $10
                          WHERE id = $1 AND revision = $2 - 1 RETURNING id)
                      {Tell}
                      """,
                login.Id, login.Revision, login.EraseAt.ToUnixTimeMilliseconds(), login.IsLive, login.IsPolled,
                    login.IsCompleting, _me, body, _channel, userCode, ExchangeLease);
            if (written is not null) return null;

            var there = await connection.RowsAsync(Read, $"SELECT {Columns} FROM logins WHERE id = $1", login.Id);
            // NOTE: one's own writing, when the connection broke before it was known to be done.
            return there is [{ } other] && !(other.Revision == login.Revision && other.Body.AsSpan().SequenceEqual(login.Body)) ? other : null;
        });
    }

    // The others hear the id and the revision, nothing else, when the transaction commits.
    private const string Tell = "SELECT pg_notify($9, id || ' ' || $2)::text FROM written";

    public async Task<StoredLogin?> FindLoginAsync(string id, long newerThan = 0)
    {
        var found = await _commands.ReadAsync(connection =>
            connection.RowsAsync(Read, $"SELECT {Columns} FROM logins WHERE id = $1 AND revision > $2", id, newerThan));
        return found is [var login] ? login : null;
    }

    public Task<string?> FindLoginIdAsync(Secret userCode) => _commands.ReadAsync(async connection =>
        (string?)await connection.ScalarAsync("SELECT id FROM logins WHERE user_code = $1", _userCodes.Hash(userCode)));

    public Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync() => FindAllAsync("live");

    public async ValueTask<IReadOnlyList<StoredLogin>> FindNewerAsync(IReadOnlyCollection<(string Id, long Revision)> known) =>
        known.Count == 0 ? [] : await FindAllAsync(
            "(id, revision) IN (SELECT l.id, l.revision FROM unnest($1::text[], $2::bigint[]) AS known (id, revision) JOIN logins l USING (id) WHERE l.revision > known.revision)",
            known.Select(login => login.Id).ToArray(), known.Select(login => login.Revision).ToArray());

    private async Task<IReadOnlyList<StoredLogin>> FindAllAsync(string condition, params object?[] values)
    {
        var found = await _commands.ReadAsync(connection => connection.RowsAsync(Read, $"SELECT {Columns} FROM logins WHERE {condition}", values));
        return [.. found.OfType<StoredLogin>()];
    }

    private StoredLogin? Read(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        if (_logins.Open(Encoding.ASCII.GetBytes(id), (byte[])row[6]) is not { } body) return null;
        return new StoredLogin
        {
            Id = id,
            Revision = row.GetInt64(1),
            EraseAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            IsLive = row.GetBoolean(3),
            IsPolled = row.GetBoolean(4),
            IsCompleting = row.GetBoolean(5),
            Body = body,
        };
    }

    /// <summary>What <see cref="SaveLoginAsync"/> told.</summary>
    internal static (string Id, long Revision)? ReadNews(string payload) =>
        payload.Split(' ') is [var id, var revision] && long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (id, number) : null;
}
