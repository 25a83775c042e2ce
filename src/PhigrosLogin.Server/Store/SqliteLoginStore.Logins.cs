using System.Text;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

// Logins with a link: one sealed row each, written whole.
internal sealed partial class SqliteLoginStore
{
    public async Task<StoredLogin?> SaveLoginAsync(StoredLogin login, Commit commit)
    {
        var body = _logins.Seal(Encoding.ASCII.GetBytes(login.Id), login.Body);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        await _queue.RunAsync(commit, connection => connection.Run(
            """
            INSERT INTO logins (id, erase_at, live, user_code, body) VALUES ($id, $eraseAt, $live, $userCode, $body)
            ON CONFLICT (id) DO UPDATE SET erase_at = $eraseAt, live = $live, user_code = $userCode, body = $body
            """,
            ("$id", login.Id), ("$eraseAt", login.EraseAt.ToUnixTimeMilliseconds()), ("$live", login.IsLive ? 1 : 0),
            ("$userCode", userCode), ("$body", body)));
        return null;
    }

    public async Task<StoredLogin?> FindLoginAsync(string id, long newerThan = 0) =>
        await ReadLoginsAsync("SELECT id, erase_at, live, body FROM logins WHERE id = $id", ("$id", id)) is [var login] ? login : null;

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
        ReadLoginsAsync("SELECT id, erase_at, live, body FROM logins WHERE live = 1");

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
                    var id = row.GetString(0);
                    if (_logins.Open(Encoding.ASCII.GetBytes(id), (byte[])row["body"]) is not { } body) unreadable.Add(id);
                    else opened.Add(new StoredLogin { Id = id, EraseAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), IsLive = row.GetInt64(2) == 1, Body = body });
                }
            }
            return ((IReadOnlyList<StoredLogin>)opened, unreadable.Sum(id => connection.Run("DELETE FROM logins WHERE id = $id", ("$id", id))));
        });
        if (dropped > 0) Log.RowsDropped(_logger, dropped);
        return logins;
    }
}
