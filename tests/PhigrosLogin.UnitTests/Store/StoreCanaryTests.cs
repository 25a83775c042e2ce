using System.Text;
using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public sealed class StoreCanaryTests : IDisposable
{
    private const string DeviceCode = "canary-device-code-h7Lw2Qm9";
    private const string DeviceId = "cafe5eed0123456789abcdef0badf00d";
    private const string Answer = """{"data":{"kid":"1/canary-kid-Zp3","macKey":"canary-mac-key-8Rt"},"session":"canarysession0123456789ab","name":"canary-nickname-花"}""";

    private static readonly string[] Canaries =
        [DeviceCode, DeviceId, Answer, "canary-kid-Zp3", "canary-mac-key-8Rt", "canarysession0123456789ab", "canary-nickname-花"];

    private readonly StoreWorld _world = new();

    [Fact]
    public async Task Nothing_secret_is_in_the_files_at_any_time()
    {
        var code = _world.Code(DeviceCode, deviceId: DeviceId);
        await using (var store = await _world.OpenAsync())
        {
            await store.AddAsync(code);
            await store.AdvanceAsync(code.Key, DeviceCodeStatus.Granted, Encoding.UTF8.GetBytes(Answer));
            Holds(code.Key).ShouldBeTrue();
            LeakedCanaries().ShouldBeEmpty();

            _world.Clock.Advance(TimeSpan.FromSeconds(300));
            await store.RemoveExpiredAsync(TimeSpan.Zero);
            LeakedCanaries().ShouldBeEmpty();
        }
        LeakedCanaries().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_what_was_removed_not_even_the_sealed_form_remains()
    {
        await using var store = await _world.OpenAsync();
        var code = _world.Code(DeviceCode, DeviceCodeStatus.Granted, Answer, DeviceId);
        await store.AddAsync(code);
        await store.AddAsync(_world.Code("another"));
        var boxes = new[] { "answer", "device_id" }.Select(column => (byte[])_world.Sql($"SELECT {column} FROM codes WHERE answer IS NOT NULL")!).ToList();
        boxes.ShouldAllBe(box => Holds(box));

        _world.Clock.Advance(TimeSpan.FromSeconds(300));
        await store.RemoveExpiredAsync(TimeSpan.Zero);

        boxes.ShouldAllBe(box => !Holds(box));
        Holds(code.Key).ShouldBeFalse();
    }

    public void Dispose() => _world.Dispose();

    private IEnumerable<string> LeakedCanaries() =>
        from canary in Canaries
        let bytes = Encoding.UTF8.GetBytes(canary)
        let forms = new[] { bytes, Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes)), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(bytes)), Encoding.Unicode.GetBytes(canary) }
        where forms.Any(Holds)
        select canary;

    private bool Holds(byte[] bytes) => Directory.GetFiles(_world.Folder, "logins.db*")
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);
}
