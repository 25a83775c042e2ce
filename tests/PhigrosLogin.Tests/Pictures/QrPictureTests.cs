using PhigrosLogin.Pictures;

namespace PhigrosLogin.Tests.Pictures;

public class QrPictureTests
{
    [Theory]
    [InlineData("")]
    [InlineData("https://accounts.taptap.cn/a b")]
    [InlineData("https://accounts.taptap.cn/é")]
    [InlineData("https://accounts.taptap.cn/\n")]
    public void A_text_that_is_no_printable_ASCII_is_refused(string link) =>
        Should.Throw<ArgumentException>(() => new QrPicture(link)).ParamName.ShouldBe("link");

    [Fact]
    public void A_link_of_513_characters_is_refused() =>
        Should.Throw<ArgumentException>(() => new QrPicture(Gallery.Link(512) + "x")).ParamName.ShouldBe("link");

    [Fact]
    public void The_same_picture_can_be_rendered_again_and_again()
    {
        var picture = new QrPicture(Gallery.Link(60));

        var first = (picture.Svg(), picture.Png(3), picture.Text());

        picture.Svg().ShouldBe(first.Item1);
        picture.Png(3).ShouldBe(first.Item2);
        picture.Text().ShouldBe(first.Item3);
    }

    [Fact]
    public async Task A_program_that_is_not_installed_fails_the_test_with_the_name_of_its_package()
    {
        var absent = new DebianProgram("zbarimg-of-nobody", "zbar-tools");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => absent.RunAsync("qr.png"));

        failure.Message.ShouldBe("zbarimg-of-nobody is missing: install the Debian package zbar-tools (./test.sh does so when it runs as root).");
    }
}
