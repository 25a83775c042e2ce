using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhigrosLogin.Server.Store;

/// <summary>The steps from an empty file to today's tables. A step that was released is never changed; new ones go to the end.</summary>
internal static class Migrations
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        // 1: device codes. Sealed columns hold what a Sealer made; times are Unix milliseconds, the interval milliseconds.
        """
        CREATE TABLE codes (
            key        BLOB PRIMARY KEY,
            region     TEXT NOT NULL,
            device_id  BLOB,              -- sealed
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            interval   INTEGER NOT NULL,
            state      INTEGER NOT NULL,
            answer     BLOB               -- sealed
        ) STRICT;
        CREATE INDEX codes_by_expiry ON codes (expires_at);
        """,

        // 2: logins with a link, each in one sealed body.
        """
        CREATE TABLE logins (
            id       TEXT PRIMARY KEY,
            erase_at INTEGER NOT NULL,
            live     INTEGER NOT NULL,    -- 1 while something must go on after a restart
            body     BLOB NOT NULL        -- sealed
        ) STRICT;
        CREATE INDEX logins_by_erasure ON logins (erase_at);
        CREATE INDEX logins_live ON logins (live) WHERE live = 1;
        """,

        // 3: what a player may type in place of a link, found by its keyed hash; no two logins under way have the same.
        """
        ALTER TABLE logins ADD COLUMN user_code BLOB;
        CREATE UNIQUE INDEX logins_by_user_code ON logins (user_code) WHERE user_code IS NOT NULL;
        """,

        // 4: the revision of a login. A write that is not based on the stored revision changes nothing.
        """
        ALTER TABLE logins ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
        """,

        // 5: values of the database itself, such as the one that tells whether the store key is the right one.
        """
        CREATE TABLE meta (
            name  TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT;
        """,
    ];

    /// <summary>Takes the steps that the file has not seen, all or none; <c>user_version</c> counts them.</summary>
    public static void Apply(SqliteConnection connection, IReadOnlyList<string> steps, string file)
    {
        using var transaction = connection.BeginTransaction();
        var version = Convert.ToInt32(connection.Query("PRAGMA user_version").ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > steps.Count)
            throw new StoreUnavailableException($"The store {file} was written by a newer version of this program (its format is {version}, this one knows {steps.Count}). Start that version, or set Store to another file.");
        if (version == steps.Count) return;

        foreach (var step in steps.Skip(version)) connection.Run(step);
        connection.Run(FormattableString.Invariant($"PRAGMA user_version = {steps.Count}"));
        transaction.Commit();
    }
}
