using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public sealed class SqliteFileTests : IDisposable
{
    private readonly StoreWorld _world = new();

    [Fact]
    public async Task A_restart_keeps_every_row_byte_for_byte()
    {
        var pending = _world.Code("pending");
        var granted = _world.Code("granted", DeviceCodeStatus.Granted, "{\"data\":{\"kid\":\"1/x\\u0026\"}}");
        await using (var store = await _world.OpenAsync())
        {
            await store.AddAsync(pending);
            await store.AddAsync(granted);
        }

        await using var again = await _world.OpenAsync();

        (await again.FindAsync(pending.Key)).ShouldBeEquivalentTo(pending);
        (await again.FindAsync(granted.Key)).ShouldBeEquivalentTo(granted);
        _world.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_it_makes_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(_world.Folder, "made", "logins.db");

        await using var store = await _world.OpenAsync(new StoreOptions { Store = file });
        await store.AddAsync(_world.Code("one"));

        File.GetUnixFileMode(Path.GetDirectoryName(file)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = Directory.GetFiles(Path.GetDirectoryName(file)!);
        files.Select(Path.GetFileName).ShouldBe(
            ["logins.db", "logins.db-shm", "logins.db-wal", "logins.db.lock", "logins.db.pid", "store.key"], ignoreOrder: true);
        foreach (var made in files) File.GetUnixFileMode(made).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Another_store_key_is_refused_and_costs_no_row()
    {
        var key = NewKey();
        var code = _world.Code("one", DeviceCodeStatus.Granted, "answer");
        await using (var store = await _world.OpenAsync(key)) await store.AddAsync(code);

        var refused = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync(NewKey()));

        refused.Message.ShouldContain(_world.File);
        refused.Message.ShouldContain("written with another StoreKey");
        await using var again = await _world.OpenAsync(key);
        (await again.FindAsync(code.Key)).ShouldBeEquivalentTo(code);
    }

    [Theory]
    [InlineData("DELETE FROM codes")]
    [InlineData("DELETE FROM logins")]
    [InlineData("DELETE FROM logins; UPDATE codes SET answer = NULL")]
    public async Task A_file_from_before_the_check_of_the_key_is_refused_by_its_rows(string left)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "../../../../fixtures/store/26cca13/logins.db"), _world.File);
        _world.Sql(left);

        await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync(NewKey()));

        await using (await _world.OpenAsync(PostgresServer.StoreKey))
        {
        }
        await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync(NewKey()));
    }

    [Theory]
    [InlineData("CREATE TEMP TABLE old AS SELECT key, answer FROM codes; UPDATE codes SET answer = (SELECT answer FROM old WHERE old.key <> codes.key)", 2)]
    [InlineData("UPDATE codes SET answer = device_id, device_id = answer", 2)]
    [InlineData("UPDATE codes SET answer = x'00' WHERE rowid = 1", 1)]
    public async Task Rows_whose_values_were_moved_or_changed_are_skipped_and_kept(string mischief, int skipped)
    {
        var codes = new[] { _world.Code("one", DeviceCodeStatus.Granted, "answer one"), _world.Code("two", DeviceCodeStatus.Granted, "answer two") };
        await using (var store = await _world.OpenAsync())
            foreach (var code in codes) await store.AddAsync(code);
        _world.Sql(mischief);

        await using var again = await _world.OpenAsync();
        var found = 0;
        foreach (var code in codes.Concat(codes))
            if (await again.FindAsync(code.Key) is not null) found++;

        found.ShouldBe(2 * (2 - skipped));
        Count().ShouldBe(2);
        _world.Log.Warnings.Count(line => line.Contains("is skipped", StringComparison.Ordinal)).ShouldBe(skipped);
    }

    [Fact]
    public async Task A_link_to_the_file_of_a_running_store_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var store = await _world.OpenAsync();
        var link = Path.Combine(_world.Folder, "link.db");
        File.CreateSymbolicLink(link, _world.File);

        var opening = _world.OpenAsync(new StoreOptions { Store = link });
        await _world.DriveAsync(opening, TimeSpan.FromMilliseconds(250));

        (await Should.ThrowAsync<StoreUnavailableException>(() => opening)).Message.ShouldContain("in use");
    }

    [Fact]
    public async Task An_empty_file_becomes_a_store()
    {
        await File.WriteAllBytesAsync(_world.File, [], TestContext.Current.CancellationToken);

        await using (var store = await _world.OpenAsync())
            await store.AddAsync(_world.Code("one"));

        _world.Sql("PRAGMA user_version").ShouldBe((long)Migrations.Steps.Count);
        _world.Sql("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task A_file_takes_the_steps_that_it_has_not_seen_and_keeps_its_rows()
    {
        await using (var store = await _world.OpenAsync())
            await store.AddAsync(_world.Code("one"));

        await using (var connection = new SqliteConnection($"Data Source={_world.File};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            Migrations.Apply(connection, [.. Migrations.Steps, "CREATE TABLE later (id INTEGER)", "CREATE TABLE latest (id INTEGER)"], _world.File);
        }

        _world.Sql("PRAGMA user_version").ShouldBe(Migrations.Steps.Count + 2L);
        _world.Sql("SELECT count(*) FROM codes, (SELECT count(*) FROM later), (SELECT count(*) FROM latest)").ShouldBe(1L);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        using (var connection = new SqliteConnection($"Data Source={_world.File};Pooling=False"))
        {
            connection.Open();
            Should.Throw<SqliteException>(() => Migrations.Apply(connection, [Migrations.Steps[0], "CREATE NONSENSE"], _world.File));
        }

        _world.Sql("PRAGMA user_version").ShouldBe(0L);
        _world.Sql("SELECT count(*) FROM sqlite_schema").ShouldBe(0L);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await using (await _world.OpenAsync())
        {
        }
        _world.Sql("PRAGMA user_version = 99");

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync());

        trouble.Message.ShouldContain(_world.File);
        trouble.Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task A_damaged_file_is_refused_and_left_as_it_is()
    {
        var garbage = RandomNumberGenerator.GetBytes(20_000);
        await File.WriteAllBytesAsync(_world.File, garbage, TestContext.Current.CancellationToken);

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync());

        trouble.Message.ShouldContain(_world.File);
        trouble.Message.ShouldContain("damaged");
        (await File.ReadAllBytesAsync(_world.File, TestContext.Current.CancellationToken)).ShouldBe(garbage);
    }

    [Fact]
    public async Task A_file_damaged_inside_is_refused_too()
    {
        await using (var store = await _world.OpenAsync())
            for (var i = 0; i < 200; i++) await store.AddAsync(_world.Code($"code {i}", DeviceCodeStatus.Denied, "no"));
        await using (var stream = File.OpenWrite(_world.File))
        {
            stream.Seek(4096, SeekOrigin.Begin);
            stream.Write(RandomNumberGenerator.GetBytes((int)stream.Length - 4096));
        }

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync());

        trouble.Message.ShouldContain(_world.File);
    }

    [Fact]
    public async Task A_page_that_damage_has_made_look_empty_is_no_store_without_logins()
    {
        await using (var store = await _world.OpenAsync())
            for (var i = 0; i < 200; i++) await store.AddAsync(_world.Code($"code {i}", DeviceCodeStatus.Denied, "no"));
        await using (var stream = File.OpenWrite(_world.File))
        {
            // Each page but the first: a leaf of a table without cells (https://www.sqlite.org/fileformat2.html#b_tree_pages).
            for (var page = 4096; page < stream.Length; page += 4096)
            {
                stream.Seek(page, SeekOrigin.Begin);
                stream.Write([0x0d, 0, 0, 0, 0, 0x10, 0, 0]);
            }
        }

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync());

        trouble.Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_a_sentence()
    {
        await File.WriteAllTextAsync(_world.File, "", TestContext.Current.CancellationToken);
        var below = Path.Combine(_world.File, "logins.db");

        var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => _world.OpenAsync(new StoreOptions { Store = below }));

        trouble.Message.ShouldContain(below);
    }

    public void Dispose() => _world.Dispose();

    private long Count() => (long)_world.Sql("SELECT count(*) FROM codes")!;

    private static Secret NewKey() => new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
}
