namespace PhigrosLogin.Tests.Library;

public class SecretTests
{
    [Fact]
    public void A_secret_prints_as_stars_wherever_it_is_formatted()
    {
        var secret = new Secret("f5knk52e8o");

        $"{secret}".ShouldBe("***");
        System.Text.Json.JsonSerializer.Serialize(secret).ShouldBe("{}");
        secret.Reveal().ShouldBe("f5knk52e8o");
    }
}
