using System.Text.Json;
using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>The page for developers shows all of the document, from our own origin alone.</summary>
public partial class DocsPageTests
{
    [Theory]
    [InlineData("zh", "x-summary-zh")]
    [InlineData("en", "summary")]
    public async Task The_page_shows_every_operation_and_every_shape(string lang, string summary)
    {
        await using var world = await World.StartAsync();

        var page = await world.Http.GetStringAsync($"/docs?lang={lang}");

        var ids = Ids().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        ids.ShouldBeUnique();
        foreach (var operation in ApiBook.Committed().Operations.Where(operation => operation.Method != "HEAD"))
        {
            ids.ShouldContain(operation.Id);
            WebDecoded(page).ShouldContain(operation.Facts.GetProperty(summary).GetString()!);
        }
        foreach (var shape in ApiBook.Committed().Document.GetProperty("components").GetProperty("schemas").EnumerateObject()) ids.ShouldContain(shape.Name);
        Addresses().Matches(page).Select(match => match.Groups[1].Value)
            .Where(address => !(address == "#main" || (address.StartsWith('#') ? ids.Contains(address[1..]) : address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal)))).ShouldBeEmpty();
        Inline().Matches(page).ShouldBeEmpty();
        page.ShouldNotContain("<script");
    }

    [Fact]
    public void Everything_is_said_in_both_languages()
    {
        var english = new List<string>();
        Walk(JsonDocument.Parse(Repository.Read("docs/openapi/v1.json")).RootElement, "", english);

        english.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_leads_to_it()
    {
        await using var world = await World.StartAsync();

        (await world.Http.GetStringAsync("/?lang=en")).ShouldContain("href=\"/docs?lang=en\"");
    }

    private static void Walk(JsonElement element, string where, List<string> missing)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Walk(item, $"{where}[]", missing);
        }
        if (element.ValueKind != JsonValueKind.Object || where.EndsWith(".value", StringComparison.Ordinal)) return;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name is "description" or "summary" && member.Value.ValueKind == JsonValueKind.String && !element.TryGetProperty($"x-{member.Name}-zh", out _)) missing.Add($"{where}.{member.Name}");
            Walk(member.Value, $"{where}.{member.Name}", missing);
        }
    }

    private static string WebDecoded(string page) => System.Net.WebUtility.HtmlDecode(page);

    [GeneratedRegex(@"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Ids();
}
