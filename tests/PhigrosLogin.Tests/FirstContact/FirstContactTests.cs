namespace PhigrosLogin.Tests.FirstContact;

/// <summary>
/// However the real services turn out to answer, a login ends as it should at each API and on both stores. On the real
/// clock: some seconds a row.
/// </summary>
public class FirstContactTests
{
    public static TheoryData<string, string> RowsAndStores => new(
        from row in ContactRow.All from store in (string[])["SQLite", "PostgreSQL"] select (row.Name, store));

    [Theory]
    [MemberData(nameof(RowsAndStores))]
    public async Task A_login_ends_as_expected_at_each_API(string name, string store)
    {
        var row = ContactRow.All.Single(each => each.Name == name);
        await using var world = await ContactWorld.StartAsync(row, store);

        var endings = await world.PlayAsync();

        endings.ShouldBe(row.Endings);
    }
}
