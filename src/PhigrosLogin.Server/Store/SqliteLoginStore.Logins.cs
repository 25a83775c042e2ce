using System.Text;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

// Logins with a link: one sealed row each, written whole.
internal sealed partial class SqliteLoginStore
{
    /// <summary>Writes a login as it is now.</summary>
    /// <param name="login">The login.</param>
    /// <param name="commit">Full where it holds what comes only once: a grant or a result.</param>
    public Task SaveLoginAsync(StoredLogin login, Commit commit)
    {
        var body = _logins.Seal(Encoding.ASCII.GetBytes(login.Id), login.Body);
        var userCode = login.UserCode is null ? null : _userCodes.Hash(login.UserCode);
        return _queue.RunAsync(commit, connection => connection.Run(
            """
            INSERT INTO logins (id, erase_at, live, user_code, body) VALUES ($id, $eraseAt, $live, $userCode, $body)
            ON CONFLICT (id) DO UPDATE SET erase_at = $eraseAt, live = $live, user_code = $userCode, body = $body
            """,
            ("$id", login.Id), ("$eraseAt", login.EraseAt.ToUnixTimeMilliseconds()), ("$live", login.IsLive ? 1 : 0),
            ("$userCode", userCode), ("$body", body)));
    }

    /// <summary>The login of that id; null when there is none, or none that opens.</summary>
    public async Task<StoredLogin?> FindLoginAsync(string id) =>
        await ReadLoginsAsync("SELECT id, erase_at, live, body FROM logins WHERE id = $id", ("$id", id)) is [var login] ? login : null;

    /// <summary>The id of the open login with that user code; null when there is none.</summary>
    public Task<string?> FindLoginIdAsync(Secret userCode)
    {
        var hash = _userCodes.Hash(userCode);
        return _queue.RunAsync(Commit.Normal, connection =>
        {
            using var query = connection.Query("SELECT id FROM logins WHERE user_code = $userCode", ("$userCode", hash));
            return (string?)query.ExecuteScalar();
        });
    }

    /// <summary>The logins with which something must go on.</summary>
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
