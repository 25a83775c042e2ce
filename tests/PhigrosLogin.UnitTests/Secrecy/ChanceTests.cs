using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>Promise 26: a login secret cannot be guessed, and neither the clock nor the source of chance helps.</summary>
public class ChanceTests
{
    [Fact]
    public async Task Every_login_has_an_id_of_128_bits_and_a_secret_of_256()
    {
        await using var world = await World.StartAsync();

        var logins = new List<OpenLogin>();
        while (logins.Count < 200) logins.Add(await world.OpenAsync());

        logins.ShouldAllBe(login => Regex.IsMatch(login.Id, "^[A-Za-z0-9_-]{22}$") && Regex.IsMatch(login.Secret, "^[A-Za-z0-9_-]{43}$"));
        // Not one character in all of them stands still, as it would in a number that counts or in the time of day.
        foreach (var place in Enumerable.Range(0, 42)) logins.Select(login => login.Secret[place]).Distinct().Count().ShouldBeGreaterThan(30);
        logins.Select(login => login.Secret).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void The_build_refuses_chance_that_can_be_foreseen()
    {
        var banned = Repository.Read("BannedSymbols.txt");
        var build = Repository.Read("Directory.Build.props");

        banned.ShouldContain("T:System.Random;");
        banned.ShouldContain("M:System.Guid.NewGuid;");
        build.ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        build.ShouldContain("BannedSymbols.txt");
        build.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
    }

    [Fact]
    public void A_secret_is_kept_as_its_hash_and_compared_in_constant_time()
    {
        var source = Repository.Read("src/PhigrosLogin.Server/Logins/LoginSecret.cs");

        source.ShouldContain("SHA256.HashData(");
        source.ShouldContain("CryptographicOperations.FixedTimeEquals(");
        source.ShouldContain("RandomNumberGenerator.");
    }
}
