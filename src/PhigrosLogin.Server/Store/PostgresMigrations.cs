using Npgsql;

namespace PhigrosLogin.Server.Store;

/// <summary>The steps from an empty schema to today's tables. A step that was released is never changed; new ones go to the end.</summary>
internal static class PostgresMigrations
{
    // Any number will do, as long as it stays the same: two starts at once take the steps one after the other.
    private const long Lock = 7_046_029_254_386_353_131;

    public static IReadOnlyList<string> Steps { get; } =
    [
        // 1: codes and logins as in SQLite (stored times are Unix milliseconds, sealed columns what a Sealer made), and what
        //    takes turns among instances (leases are counted by the clock of the database).
        """
        CREATE TABLE codes (
            key        bytea PRIMARY KEY,
            region     text NOT NULL,
            device_id  bytea,              -- sealed
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            interval   bigint NOT NULL,
            state      integer NOT NULL,
            answer     bytea               -- sealed
        );
        CREATE INDEX codes_by_expiry ON codes (expires_at);

        CREATE TABLE logins (
            id             text PRIMARY KEY,
            revision       bigint NOT NULL,
            erase_at       bigint NOT NULL,
            live           boolean NOT NULL,    -- something must go on after a restart
            polled         boolean NOT NULL,    -- it has codes that TapTap is asked about
            written_at     timestamptz NOT NULL,
            exchange_by    uuid,                -- the instance that turns its grant into a session
            exchange_until timestamptz,
            user_code      bytea,               -- what a player may type while it is open, by its keyed hash
            body           bytea NOT NULL       -- sealed
        );
        CREATE INDEX logins_by_erasure ON logins (erase_at);
        CREATE UNIQUE INDEX logins_by_user_code ON logins (user_code) WHERE user_code IS NOT NULL;
        CREATE INDEX logins_live ON logins (id) WHERE live;

        CREATE TABLE polls (
            key         bytea PRIMARY KEY,      -- of the code, whichever API it came through
            login_id    text,
            owner       uuid NOT NULL,
            fence       bigint NOT NULL,        -- grows with every turn
            in_flight   boolean NOT NULL,
            lease_until timestamptz NOT NULL,
            next_at     timestamptz NOT NULL,
            usual       interval,               -- the pace as whoever polled last left it
            wait        interval,
            spent       boolean NOT NULL,       -- an answer of TapTap's may have been lost
            doubt_until timestamptz,            -- whoever disappeared in mid-poll may still come back
            expires_at  timestamptz NOT NULL
        );
        CREATE INDEX polls_by_expiry ON polls (expires_at);
        CREATE INDEX polls_by_login ON polls (login_id) WHERE login_id IS NOT NULL;
        """,
    ];

    /// <summary>Takes the steps that the schema has not seen, all or none.</summary>
    /// <exception cref="StoreUnavailableException">A newer version of this program has been here.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<string> steps)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync("SELECT pg_advisory_xact_lock($1)", Lock);
        await connection.RunAsync("CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY, number bigint, value bytea)");
        var version = (long)(await connection.ScalarAsync("SELECT number FROM meta WHERE name = 'version'") ?? 0L);
        if (version > steps.Count)
            throw new StoreUnavailableException(FormattableString.Invariant($"The PostgreSQL store was written by a newer version of this program (its format is {version}, this one knows {steps.Count}). Start that version, or set Store to another database."));

        foreach (var step in steps.Skip((int)version)) await connection.RunAsync(step);
        await connection.RunAsync("INSERT INTO meta (name, number) VALUES ('version', $1) ON CONFLICT (name) DO UPDATE SET number = $1", (long)steps.Count);
        await transaction.CommitAsync();
    }
}
