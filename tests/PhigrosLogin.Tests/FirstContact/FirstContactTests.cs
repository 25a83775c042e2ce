namespace PhigrosLogin.Tests.FirstContact;

/// <summary>
/// However the real services turn out to answer, a login ends as it should at each API. On the real clock: some seconds a row, so
/// each store has a class of its own, which run beside each other.
/// </summary>
public abstract class FirstContactTests(string store)
{
    public static TheoryData<string> Rows => [.. ContactRow.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_login_ends_as_expected_at_each_API(string name)
    {
        var row = ContactRow.All.Single(each => each.Name == name);
        await using var world = await ContactWorld.StartAsync(row, store);

        var endings = await world.PlayAsync();

        endings.ShouldBe(row.Endings);
    }
}

/// <summary>With the logins in a file.</summary>
public class FirstContactOnSqliteTests() : FirstContactTests("SQLite");

/// <summary>With the logins in PostgreSQL.</summary>
public class FirstContactOnPostgresTests() : FirstContactTests("PostgreSQL");
