using System.Text;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

// Logins: one encrypted row each. A write names the revision that it is based on, as in PostgreSQL.
internal sealed partial class SqliteLoginStore
{
    private const string Columns = "id, revision, erase_at, live, body";

    public Task<SaveResult> SaveLoginAsync(StoredLogin login)
    {
        var body = _logins.Seal(Encoding.ASCII.GetBytes(login.Id), login.Body);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        return _queue.RunAsync<SaveResult>(login.HoldsCredentials ? Commit.Full : Commit.Normal, connection =>
        {
            var written = connection.Run(
                login.Revision == 1
                    ? """
                      INSERT INTO logins (id, revision, erase_at, live, user_code, body)
                      VALUES ($id, $revision, $eraseAt, $live, $userCode, $body) ON CONFLICT (id) DO NOTHING
                      """
                    : """
                      UPDATE logins SET revision = $revision, erase_at = $eraseAt, live = $live, user_code = $userCode, body = $body
                      WHERE id = $id AND revision = $revision - 1
                      """,
                ("$id", login.Id), ("$revision", login.Revision), ("$eraseAt", login.EraseAt.ToUnixTimeMilliseconds()),
                ("$live", login.IsLive ? 1 : 0), ("$userCode", userCode), ("$body", body));
            if (written == 1) return SaveResult.Written.Instance;

            using var query = connection.Query($"SELECT {Columns} FROM logins WHERE id = $id", ("$id", login.Id));
            using var row = query.ExecuteReader();
            if (!row.Read() || OpenLogin(row) is not { } stored) return SaveResult.Missing.Instance;
            return stored.HasContentsOf(login) ? SaveResult.Written.Instance : new SaveResult.Superseded(stored);
        });
    }

    public async Task<StoredLogin?> FindLoginAsync(string id) =>
        await ReadLoginsAsync($"SELECT {Columns} FROM logins WHERE id = $id", ("$id", id)) is [var login] ? login : null;

    public Task<string?> FindLoginIdAsync(Secret userCode)
    {
        var hash = _userCodes.Hash(userCode);
        return _queue.RunAsync(Commit.Normal, connection =>
        {
            using var query = connection.Query("SELECT id FROM logins WHERE user_code = $userCode", ("$userCode", hash));
            return (string?)query.ExecuteScalar();
        });
    }

    public Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync() =>
        ReadLoginsAsync($"SELECT {Columns} FROM logins WHERE live = 1");

    public Task<bool> DeleteLoginAsync(string id, long revision) => _queue.RunAsync(Commit.Normal, connection =>
        connection.Run("DELETE FROM logins WHERE id = $id AND revision <= $revision", ("$id", id), ("$revision", revision)) == 1);

    private async Task<IReadOnlyList<StoredLogin>> ReadLoginsAsync(string sql, params (string Name, object? Value)[] values)
    {
        var (logins, dropped) = await _queue.RunAsync(Commit.Normal, connection =>
        {
            var opened = new List<StoredLogin>();
            var unreadable = new List<string>();
            using (var query = connection.Query(sql, values))
            using (var row = query.ExecuteReader())
            {
                while (row.Read())
                {
                    if (OpenLogin(row) is { } login) opened.Add(login);
                    else unreadable.Add(row.GetString(0));
                }
            }
            return ((IReadOnlyList<StoredLogin>)opened, unreadable.Sum(id => connection.Run("DELETE FROM logins WHERE id = $id", ("$id", id))));
        });
        if (dropped > 0) Log.RowsDropped(_logger, dropped);
        return logins;
    }

    private StoredLogin? OpenLogin(SqliteDataReader row)
    {
        var id = row.GetString(0);
        return _logins.Open(Encoding.ASCII.GetBytes(id), (byte[])row[4]) is not { } body ? null : new StoredLogin
        {
            Id = id,
            Revision = row.GetInt64(1),
            EraseAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            IsLive = row.GetInt64(3) == 1,
            Body = body,
        };
    }
}
