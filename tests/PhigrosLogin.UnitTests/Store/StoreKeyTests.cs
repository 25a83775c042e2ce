using System.Security.Cryptography;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public sealed class StoreKeyTests : IDisposable
{
    private readonly StoreWorld _world = new();

    [Fact]
    public void The_setting_wins()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new StoreOptions { Store = _world.File, StoreKey = new Secret(Convert.ToBase64String(key)), Environment = _ => _world.Folder };
        File.WriteAllText(Path.Combine(_world.Folder, "StoreKey"), "not asked");

        StoreKey.Load(options).ShouldBe(key);
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("hunter2 hunter2")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("//////////////////////////////////////////8=")]
    public void A_setting_that_is_no_key_is_named_and_not_repeated(string text)
    {
        var trouble = Should.Throw<StoreUnavailableException>(() => StoreKey.Load(new StoreOptions { Store = "memory", StoreKey = new Secret(text) }));

        trouble.Message.ShouldContain("StoreKey");
        trouble.ToString().ShouldNotContain(text);
    }

    [Fact]
    public void The_credential_comes_before_the_file()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        File.WriteAllText(Path.Combine(_world.Folder, "StoreKey"), Convert.ToBase64String(key) + "\n");
        var options = new StoreOptions
        {
            Store = _world.File,
            Environment = name => name == "CREDENTIALS_DIRECTORY" ? _world.Folder : null,
        };

        StoreKey.Load(options).ShouldBe(key);

        File.Exists(Path.Combine(_world.Folder, StoreKey.FileName)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("storekey", false)]
    [InlineData("StoreKey", true)]
    public void A_credential_that_is_there_and_cannot_be_used_leads_to_no_new_key(string name, bool isFolder)
    {
        var credentials = Directory.CreateDirectory(Path.Combine(_world.Folder, "credentials")).FullName;
        if (isFolder) Directory.CreateDirectory(Path.Combine(credentials, name));
        else File.WriteAllText(Path.Combine(credentials, name), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        string? Credentials(string variable) => variable == "CREDENTIALS_DIRECTORY" ? credentials : null;
        var options = new StoreOptions { Store = _world.File, Environment = Credentials };

        var trouble = Should.Throw<StoreUnavailableException>(() => StoreKey.Load(options));

        trouble.Message.ShouldContain($"StoreKey in {credentials}");
        File.Exists(Path.Combine(_world.Folder, StoreKey.FileName)).ShouldBeFalse();
    }

    [Fact]
    public void The_place_of_the_key_is_known_and_the_key_is_not_in_it()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        File.WriteAllText(Path.Combine(_world.Folder, "StoreKey"), key);
        string? Credentials(string name) => name == "CREDENTIALS_DIRECTORY" ? _world.Folder : null;

        string? PlaceOf(string store, Secret? setting, Func<string, string?> environment) =>
            StoreKey.PlaceOf(new StoreOptions { Store = store, StoreKey = setting, Environment = environment });

        PlaceOf(_world.File, new Secret(key), Credentials).ShouldBe("the setting StoreKey");
        PlaceOf(_world.File, null, Credentials).ShouldBe(Path.Combine(_world.Folder, "StoreKey"));
        PlaceOf(_world.File, null, _ => null).ShouldBe(Path.Combine(_world.Folder, "store.key"));
        PlaceOf("memory", null, _ => null).ShouldBeNull();
    }

    [Fact]
    public void A_key_is_made_once_beside_the_database_for_its_owner_alone()
    {
        var options = new StoreOptions { Store = _world.File, Environment = _ => null };

        var key = StoreKey.Load(options);

        StoreKey.Load(options).ShouldBe(key);
        Directory.GetFiles(_world.Folder).ShouldBe([Path.Combine(_world.Folder, StoreKey.FileName)]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_world.Folder, StoreKey.FileName)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_damaged_key_file_is_named()
    {
        var file = Path.Combine(_world.Folder, StoreKey.FileName);
        File.WriteAllText(file, "half a k");

        Should.Throw<StoreUnavailableException>(() => StoreKey.Load(new StoreOptions { Store = _world.File, Environment = _ => null }))
            .Message.ShouldContain(file);
    }

    [Fact]
    public void In_memory_every_process_has_a_key_of_its_own()
    {
        var options = new StoreOptions { Store = "memory" };

        StoreKey.Load(options).ShouldNotBe(StoreKey.Load(options));
    }

    [Fact]
    public void The_file_is_where_the_settings_say()
    {
        var folder = _world.Folder;

        new StoreOptions { Store = _world.File, DataFolder = "/elsewhere" }.File.ShouldBe(_world.File);
        new StoreOptions { DataFolder = folder, Environment = _ => "/elsewhere" }.File.ShouldBe(_world.File);
        new StoreOptions { Environment = name => name == "STATE_DIRECTORY" ? $"{folder}:/elsewhere" : null }.File.ShouldBe(_world.File);
    }

    public void Dispose() => _world.Dispose();
}
