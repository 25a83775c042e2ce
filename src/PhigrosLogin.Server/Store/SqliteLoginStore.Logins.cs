using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

// Logins: one encrypted row each. A write names the revision that it is based on, as in PostgreSQL.
internal sealed partial class SqliteLoginStore
{
    private const string Columns = "id, revision, erase_at, live, body";

    public Task<SaveResult> SaveLoginAsync(StoredLogin login)
    {
        var body = _rows.SealBody(login);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        return WriteAsync<SaveResult>(login.HoldsCredentials ? Commit.Full : Commit.Normal, connection =>
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
        return ReadAsync(connection =>
        {
            using var query = connection.Query("SELECT id FROM logins WHERE user_code = $userCode", ("$userCode", hash));
            return (string?)query.ExecuteScalar();
        });
    }

    public Task<IReadOnlyList<StoredLogin>> FindLiveLoginsAsync() =>
        ReadLoginsAsync($"SELECT {Columns} FROM logins WHERE live = 1");

    public Task<bool> DeleteLoginAsync(string id, long revision) => WriteAsync(Commit.Normal, connection =>
        connection.Run("DELETE FROM logins WHERE id = $id AND revision <= $revision", ("$id", id), ("$revision", revision)) == 1);

    private Task<IReadOnlyList<StoredLogin>> ReadLoginsAsync(string sql, params (string Name, object? Value)[] values) =>
        ReadAsync<IReadOnlyList<StoredLogin>>(connection =>
        {
            var logins = new List<StoredLogin>();
            using var query = connection.Query(sql, values);
            using var row = query.ExecuteReader();
            while (row.Read())
            {
                if (OpenLogin(row) is { } login) logins.Add(login);
            }
            return logins;
        });

    private StoredLogin? OpenLogin(SqliteDataReader row) => _rows.ReadLogin(new LoginColumns(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3) == 1, IsPolled: false, IsCompleting: false,
        (byte[])row[4]));
}
