namespace PhigrosLogin.Tests.Library;

public class RegionTests
{
    [Theory]
    [InlineData("https://accounts.taptap.cn/device?qrcode=1&user_code=lyhtp", true)]
    [InlineData("https://ACCOUNTS.taptap.cn/device?qrcode=1&user_code=lyhtp", true)]
    [InlineData("https://www.taptap.com/qrcode/to?url=https%3A%2F%2Fwww.taptap.com%2Fdevice%3Fqrcode%3D1%26user_code%3Dxxxxx", true)]
    [InlineData("https://taptap.cn/device", true)]
    [InlineData("https://login.taptap.cn./device", false)]
    [InlineData("https://open.tapapis.cn/device", true)]
    [InlineData("https://eviltaptap.cn/device", false)]
    [InlineData("https://accounts.taptap.io/device?qrcode=1&user_code=5smix", false)]
    [InlineData("https://www.taptapauth.com/device", false)]
    [InlineData("http://accounts.taptap.cn/device?qrcode=1&user_code=lyhtp", false)]
    [InlineData("http://127.0.0.1/device", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://accounts.taptap.cn.evil.example/device", false)]
    [InlineData("https://evil.example/accounts.taptap.cn", false)]
    [InlineData("https://accounts.taptap.cn@evil.example/", false)]
    [InlineData("https://someone@accounts.taptap.cn/device", false)]
    [InlineData("https://accounts.taptap.cn/\"><script>alert(1)</script>", false)]
    [InlineData("https://accounts.taptap.cn/\ndevice", false)]
    [InlineData("//accounts.taptap.cn/device", false)]
    [InlineData("", false)]
    public void Only_an_https_link_to_a_host_of_the_region_may_be_shown(string link, bool shown)
    {
        Region.China.Owns(link).ShouldBe(shown);
    }

    [Theory]
    [InlineData("https://accounts.taptap.io/device?qrcode=1&user_code=5smix", true)]
    [InlineData("https://accounts.tapapis.com/device", true)]
    [InlineData("https://www.taptapauth.com/device", true)]
    [InlineData("https://accounts.taptap.cn/device", false)]
    [InlineData("https://www.taptap.com/device", false)]
    public void Each_region_has_its_own_domains(string link, bool shown)
    {
        Region.International.Owns(link).ShouldBe(shown);
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_link_has_at_most_512_characters(int length, bool shown)
    {
        var link = "https://accounts.taptap.cn/".PadRight(length, 'x');

        Region.China.Owns(link).ShouldBe(shown);
    }
}
