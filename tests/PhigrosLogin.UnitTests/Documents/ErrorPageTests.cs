using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using PhigrosLogin.Client;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Server.Pages;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Documents;

/// <summary>The pages of errors name every error that there is, and no other.</summary>
public partial class ErrorPageTests
{
    // The tables of docs/errors.md in their order.
    private const int LoginQrCode = 0, Problems = 1, Endings = 2, ProblemPages = 3, OAuth = 4, OfTheClient = 5, OfTheTool = 6;

    public static TheoryData<string, PageLanguage> Pages => new() { { "docs/errors.md", PageLanguage.English }, { "docs/errors.zh-CN.md", PageLanguage.Chinese } };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_code_of_every_door_is_there_and_no_other(string page, PageLanguage language)
    {
        _ = language;
        var document = new Document(page);

        First(document, LoginQrCode).ShouldBe(Enum.GetValues<LoginQrCodeError>().Select(code => $"{(int)code} `{code}`"), ignoreOrder: true);
        First(document, Problems).ShouldBe(InSource().Union(Described().Select(problem => $"`{problem.Code}`")).Except(First(document, OAuth)).Append("`invalid_request`").Distinct(), ignoreOrder: true);
        First(document, OAuth).ShouldBe(OAuthWords(), ignoreOrder: true);
        First(document, OfTheClient).ShouldBe(Constants(typeof(GatewayErrorCodes)).Select(code => $"`{code}`").Except(First(document, Problems)), ignoreOrder: true);
        First(document, OfTheTool).ShouldBe(ExitCode().Matches(Repository.Read("src/PhigrosLogin.Cli/ExitCode.cs")).Select(code => code.Groups[1].Value), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_status_of_a_problem_stands_beside_it(string page, PageLanguage language)
    {
        _ = language;
        var rows = new Document(page).Tables[Problems].ToDictionary(row => row[0].Trim('`'), row => row[1]);

        foreach (var (code, status) in Described()) rows[code].Split(", ").SelectMany(each => each.Split('、')).ShouldContain($"{status}", code);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_end_of_a_login_is_there_with_the_words_of_its_page(string page, PageLanguage language)
    {
        var rows = new Document(page).Tables[Endings];

        rows.Select(row => row[0].Trim('`')).Distinct().ShouldBe(Enum.GetValues<PhigrosLogin.Server.Logins.LoginStatus>().Where(status => status >= PhigrosLogin.Server.Logins.LoginStatus.Succeeded).Select(status => PhigrosLogin.Server.Logins.LoginWords.Of(status)), ignoreOrder: true);
        rows.Select(row => row[1].Trim('`')).Where(reason => reason.Length > 0).Distinct().ShouldBe(Enum.GetValues<PhigrosLogin.Server.Logins.LoginReason>().Select(reason => PhigrosLogin.Server.Logins.LoginWords.Of(reason)!), ignoreOrder: true);
        foreach (var row in rows)
        {
            var state = row[0].Trim('`');
            var title = state == "succeeded" ? Server.Pages.Words.DoneTitle : Ending.Of(state, row[1].Trim('`') is { Length: > 0 } reason ? reason : null).Title;
            row[3].ShouldBe(title.In(language));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_says_of_a_problem_is_what_it_says(string page, PageLanguage language)
    {
        foreach (var row in new Document(page).Tables[ProblemPages])
        {
            foreach (var code in Code().Matches(row[0]).Select(match => match.Groups[1].Value))
            {
                var shown = code == "login_not_found" ? GonePage.Render(language) : ProblemPage.Render(language, code);
                shown.ShouldContain($">{row[1]}</h1>", customMessage: code);
            }
        }
    }

    private static List<string> First(Document document, int table) => [.. document.Tables[table].Select(row => Bracket().Replace(row[0], "")).Distinct()];

    // What the API's document says of its problems, each code with each status.
    private static List<(string Code, int Status)> Described() => [.. Members().Where(members => members.TryGetProperty("code", out _) && members.TryGetProperty("status", out _))
        .SelectMany(members => Words(members.GetProperty("code")).SelectMany(code => Words(members.GetProperty("status")), (code, status) => (code.GetString()!, status.GetInt32()))).Distinct()];

    private static IEnumerable<string> OAuthWords() =>
        JsonDocument.Parse(Repository.Read("docs/openapi/v1.json")).RootElement.GetProperty("components").GetProperty("schemas").GetProperty("OAuthError").GetProperty("properties").GetProperty("error").GetProperty("enum")
            .EnumerateArray().Select(word => $"`{word.GetString()}`");

    // What the gateway's source throws, in case the document forgot one.
    private static IEnumerable<string> InSource() => Directory.EnumerateFiles(Repository.File("src/PhigrosLogin.Server/Http"), "*.cs").Select(File.ReadAllText)
        .SelectMany(source => Thrown().Matches(source)).Select(match => $"`{match.Groups["code"].Value}`").Distinct();

    private static IEnumerable<JsonElement> Members() => Within(JsonDocument.Parse(Repository.Read("docs/openapi/v1.json")).RootElement).Where(each => each.ValueKind == JsonValueKind.Object && each.TryGetProperty("properties", out _)).Select(each => each.GetProperty("properties"));

    private static IEnumerable<JsonElement> Within(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Within(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Within),
        _ => [],
    };

    private static JsonElement[] Words(JsonElement schema) =>
        schema.TryGetProperty("const", out var word) ? [word] : schema.TryGetProperty("enum", out var words) ? [.. words.EnumerateArray()] : [];

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"const int \w+ = (\d+);")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@" ?[(（].*[)）]")]
    private static partial Regex Bracket();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"new(?: Problem)?\(\s*\d{3}, ""(?<code>[a-z_]+)""")]
    private static partial Regex Thrown();
}
