using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PhigrosLogin.Polling;
using PhigrosLogin;
using PhigrosLogin.Server.Store;

// hold <file>           opens the store, says "open", leaves when its input ends
// write <file> <first>  grants one code after the other for ever and says each number once its grant is committed
// fail                  ends as a runtime ends that has found itself broken
if (args is ["fail"]) Environment.FailFast("as the test wanted");

var options = new StoreOptions { Store = args[1] };
await using var store = await SqliteLoginStore.OpenAsync(options, TimeProvider.System, NullLogger<SqliteLoginStore>.Instance, CancellationToken.None);
await Console.Out.WriteLineAsync("open");

if (args[0] == "write")
{
    var last = int.Parse(args[2], CultureInfo.InvariantCulture) - 1;
    await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
    {
        while (true) await GrantAsync(Interlocked.Increment(ref last));
    }));
}
await Console.In.ReadToEndAsync();

async Task GrantAsync(int number)
{
    var now = TimeProvider.System.GetUtcNow();
    var key = CodeKey.Of("cn", new Secret($"code {number}"));
    await store.AddAsync(new StoredCode { Key = key, Region = "cn", CreatedAt = now, ExpiresAt = now.AddMinutes(5), Interval = TimeSpan.FromSeconds(3) });
    await store.AdvanceAsync(key, DeviceCodeStatus.Granted, Encoding.UTF8.GetBytes($"answer {number}"));
    // One line is one write, and the writer is shared: lines never mix.
    Console.WriteLine(number);
}
