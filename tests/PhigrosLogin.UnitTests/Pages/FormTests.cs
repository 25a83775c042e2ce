using System.Net;
using System.Text;

namespace PhigrosLogin.Tests.Pages;

public class FormTests
{
    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=region\r\n\r\ncn")]
    [InlineData("multipart/form-data; boundary=x", "nothing")]
    public async Task A_form_that_cannot_be_read_is_the_callers_mistake(string type, string body)
    {
        await using var world = await World.StartAsync();
        using var form = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        form.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await world.Http.PostAsync("/", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
