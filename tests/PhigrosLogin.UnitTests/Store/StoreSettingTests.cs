using Npgsql;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

/// <summary>
/// The setting Store: a file, memory or a connection string; what is none of them becomes no file and is not repeated.
/// </summary>
public sealed class StoreSettingTests : IDisposable
{
    private const string Password = "S3cret";

    private readonly StoreWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("logins.db")]
    [InlineData("data/my logins.db")]
    [InlineData("/var/lib/phigros-login/logins.db")]
    [InlineData("/mnt/a=b/logins.db")]
    [InlineData("./odd:name")]
    public void A_path_is_a_file(string value)
    {
        StoreSetting.ProblemOf(value).ShouldBeNull();
        PostgresConnection.Describes(value).ShouldBeFalse();
    }

    [Theory]
    [InlineData("mysql://u:S3cret@host/x")]
    [InlineData("jdbc:postgresql://u:S3cret@host/x")]
    [InlineData("postgresql+asyncpg://u:S3cret@host/x")]
    [InlineData("sqlite:S3cret.db")]
    [InlineData("u:S3cret@host/x")]
    [InlineData("Data Source=/data/S3cret.db")]
    [InlineData("/data/logins.db;Password=S3cret")]
    [InlineData("\"Host=db;Password=S3cret\"")]
    [InlineData("'S3cret.db'")]
    [InlineData("~/S3cret.db")]
    [InlineData("dbname=x user=u password=S3cret")]
    [InlineData("dbname=x host=127.0.0.1 password=S3cret")]
    [InlineData("host=127.0.0.1 port=1 dbname=x user=u password=S3cret")]
    [InlineData("Host=127.0.0.1 Password=S3cret")]
    [InlineData("Host=127.0.0.1;Database=x Password=S3cret")]
    [InlineData("Host=127.0.0.1;Password=abc;S3cret=def")]
    [InlineData("Host=127.0.0.1;Port=S3cret")]
    [InlineData("Host=;Database=x;Password=S3cret")]
    [InlineData("Database=x;Username=u;Password=S3cret")]
    [InlineData("Host=127.0.0.1;Maximum Pool Size=1;Password=S3cret")]
    [InlineData("Host=127.0.0.1;Minimum Pool Size=50;Password=S3cret")]
    [InlineData("Host=127.0.0.1;Root Certificate=/nowhere/S3cret")]
    [InlineData("postgresql://u:S3cret@")]
    [InlineData("postgresql://u:S3cret@host:99999/x")]
    [InlineData("postgresql://u:pa/S3cret@host/x")]
    [InlineData("postgresql://u:pa?S3cret=x@host/x")]
    public void What_is_neither_is_refused_and_no_part_of_it_is_repeated(string value)
    {
        var rule = StoreSetting.ProblemOf(value).ShouldNotBeNull();

        rule.ShouldStartWith(StoreSetting.Rule);
        rule.ShouldNotContain(Password);
        rule.ShouldNotContain("127.0.0.1");
    }

    [Theory]
    [InlineData("postgresql://u:S3cret@host/x?connect_timeoutt=3", "connect_timeoutt")]
    [InlineData("postgresql://u:S3cret@host/x?sslmode=perhaps", "sslmode")]
    [InlineData("Host=db;Prot=5432;Password=S3cret", "prot")]
    [InlineData("Host=db;Timeout=S3cret", "timeout")]
    public void A_parameter_that_does_not_exist_or_has_no_such_value_is_named(string value, string name)
    {
        var rule = StoreSetting.ProblemOf(value).ShouldNotBeNull();

        rule.ShouldContain($" {name}");
        rule.ShouldNotContain(Password);
    }

    [Theory]
    [InlineData("Server=127.0.0.1;Port=1;Database=x;User Id=u;Password=S3cret", "127.0.0.1:1/x")]
    [InlineData("postgresql://u:S3@cret@db.example/x", "db.example:5432/x")]
    [InlineData(
        "postgresql://u:S3cret@a.example:5432,b.example:5433/x?target_session_attrs=read-write",
        "a.example:5432,b.example:5433/x")]
    [InlineData("postgresql://u:S3cret@[::1]:6000/x", "[::1]:6000/x")]
    [InlineData("postgresql:///x?host=/var/run/postgresql&user=u", "/var/run/postgresql:5432/x")]
    [InlineData("postgres://db.example", "db.example:5432")]
    public void What_Npgsql_can_read_is_read_and_its_place_is_without_user_and_password(string value, string place)
    {
        StoreSetting.ProblemOf(value).ShouldBeNull();

        new StoreOptions { Store = value }.Place.ShouldBe($"PostgreSQL at {place}");
    }

    [Fact]
    public void The_parameters_of_libpq_are_those_of_Npgsql()
    {
        var certificate = Path.Combine(_world.Folder, "ca.pem");
        File.WriteAllText(certificate, "");

        var connection = PostgresConnection.Read(
            "postgresql://u:p@db.example/x?connect_timeout=7&sslmode=verify-full&target_session_attrs=primary" +
            "&application_name=bot&schema=logins&keepalives=1&keepalives_idle=30&channel_binding=require" +
            "&maximum_pool_size=9&sslrootcert=" + Uri.EscapeDataString(certificate));

        (connection.Timeout, connection.SslMode, connection.RootCertificate).ShouldBe((7, SslMode.VerifyFull, certificate));
        (connection.ApplicationName, connection.SearchPath, connection.MaxPoolSize).ShouldBe(("bot", "logins", 9));
        (connection.TcpKeepAlive, connection.TcpKeepAliveTime).ShouldBe((true, 30));
        connection.ChannelBinding.ShouldBe(ChannelBinding.Require);
        PostgresConnection.Read("postgresql://a,b/x?target_session_attrs=primary").TargetSessionAttributes.ShouldBe("primary");
    }

    [Fact]
    public async Task A_file_that_is_no_database_and_a_folder_get_nothing_beside_them()
    {
        var file = Path.Combine(_world.Folder, "passwd");
        var folder = Path.Combine(_world.Folder, "folder");
        await File.WriteAllTextAsync(file, "root:x:0:0:root:/root:/bin/bash\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder);

        var noDatabase = await Should.ThrowAsync<StoreUnavailableException>(
            () => _world.OpenAsync(new StoreOptions { Store = file }));
        var isFolder = await Should.ThrowAsync<StoreUnavailableException>(
            () => _world.OpenAsync(new StoreOptions { Store = folder }));

        noDatabase.Message.ShouldContain("no SQLite database");
        isFolder.Message.ShouldContain("is a folder");
        Directory.GetFileSystemEntries(_world.Folder).ShouldBe([file, folder], ignoreOrder: true);
    }
}
