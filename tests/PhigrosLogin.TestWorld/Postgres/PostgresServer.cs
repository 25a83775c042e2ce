using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests;

/// <summary>A real PostgreSQL of Debian's in a temporary folder, on a port of its own.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Programs = "/usr/lib/postgresql/15/bin";
    public const string User = "gateway";
    public const string Password = "a-password-that-no-log-knows";

    public static readonly Secret StoreKey = new("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    private readonly string _folder;
    private readonly int _port;
    private Process? _process;

    private PostgresServer(string folder, int port) => (_folder, _port) = (folder, port);

    /// <summary>The one that all tests of a run share, each with a schema of its own.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Stops the shared one, if a test has started it.</summary>
    public static async Task StopSharedAsync()
    {
        if (Shared.IsValueCreated) await (await Shared.Value).DisposeAsync();
    }

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("postgres-").FullName, FreePort());
        var password = Path.Combine(server._folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Environment.IsPrivilegedProcess) await new DebianProgram("chown", "coreutils").RunAsync("-R", "postgres", server._folder);
        await server.RunAsync("initdb", "-D", server.Data, "-U", User, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.ContinueAsync();
        return server;
    }

    /// <summary>A new place for the tables of one test, as the setting <c>Store</c> names it.</summary>
    public async Task<string> NewStoreAsync()
    {
        var schema = $"s{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await connection.RunAsync($"CREATE SCHEMA {schema}");
        return $"{ConnectionString};Search Path={schema}";
    }

    public string ConnectionString => FormattableString.Invariant($"Host=127.0.0.1;Port={_port};Username={User};Password={Password};Database=postgres");

    public string Port => _port.ToString(CultureInfo.InvariantCulture);

    /// <summary>What makes the programs of PostgreSQL speak to this one, as its administrator.</summary>
    public IReadOnlyDictionary<string, string> ClientEnvironment =>
        new Dictionary<string, string> { ["PGHOST"] = "127.0.0.1", ["PGPORT"] = Port, ["PGUSER"] = User, ["PGPASSWORD"] = Password, ["PGDATABASE"] = "postgres" };

    /// <summary>A store in a new place, or in the given one.</summary>
    public async Task<PostgresLoginStore> OpenStoreAsync(TimeProvider time, string? store = null, Secret? key = null) => await PostgresLoginStore.OpenAsync(
        new StoreOptions { Store = store ?? await NewStoreAsync(), StoreKey = key ?? StoreKey }, time, NullLogger<PostgresLoginStore>.Instance);

    /// <summary>What a program of PostgreSQL's printed, such as pg_dump.</summary>
    public Task<string> PrintAsync(string program, params string[] arguments) => RunAsync(program, arguments);

    /// <summary>Ends at once, as a crash would.</summary>
    public Task CrashAsync() => EndAsync("-QUIT");

    /// <summary>Ends as its operator ends it, with all connections closed.</summary>
    public Task StopAsync() => EndAsync("-INT");

    private async Task EndAsync(string signal)
    {
        using (var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts (again) and waits until it answers.</summary>
    public async Task ContinueAsync()
    {
        var start = Command("postgres", "-D", Data, "-p", Port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=400", "-c", "synchronous_commit=on", "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "log_min_messages=panic");
        _process = Process.Start(start)!;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Yield(); // it is still starting
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = Command(program, arguments);
        return await new DebianProgram(start.FileName, "postgresql-15").RunAsync(ClientEnvironment, [.. start.ArgumentList]);
    }

    // PostgreSQL refuses to run as root, which CI is.
    private static ProcessStartInfo Command(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(Programs, program), .. arguments])
            : new ProcessStartInfo(Path.Combine(Programs, program), arguments);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
