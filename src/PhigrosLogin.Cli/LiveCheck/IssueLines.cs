using System.Globalization;
using System.Reflection;

namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>Ten lines about one region for the issue form: two for its fields, eight for the questions.</summary>
internal sealed class IssueLines(RegionResult result, Mask mask, DateTimeOffset when)
{
    // In the words of .github/ISSUE_TEMPLATE/live-check.yml.
    private const string Same = "Signed in, no differences · 登录成功，没有差异";
    private const string Different = "Signed in, with differences · 登录成功，有差异";
    private const string NotSignedIn = "Did not sign in · 没有登录成功";

    private static string Version => typeof(IssueLines).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public IReadOnlyList<string> All() =>
    [
        $"Region: {Region} | Date: {when.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        $"Outcome: {Outcome} | Version: {Version} | Gateway: {result.Gateway ?? "not asked."}",
        .. new RunQuestions(result, mask, when).Answers(),
    ];

    private string Region => result.Region == "cn" ? "cn (TapTap China · 国服)" : "global (TapTap International · 国际服)";

    private string Outcome => !result.IsSignedIn ? NotSignedIn : result.Differs ? Different : Same;
}
