using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Client;

/// <summary>A gateway that gives the answers of a list, one after the other, and the last one for ever.</summary>
internal static class FaultyGateway
{
    public static FaultyServer Start(params Fault[] answers)
    {
        var count = 0;
        return FaultyServer.Start(_ => answers[Math.Min(Interlocked.Increment(ref count), answers.Length) - 1]);
    }

    public static Fault Result(string state, string more = "") =>
        Faults.Answer(200, $$"""{"status":"{{state}}","final":{{(state is "pending" or "scanned" or "completing" ? "false" : "true")}},"message":"a sentence"{{more}}}""");

    public static Fault Problem(int status, string code, params string[] headers) =>
        Faults.Answer(status, $$"""{"title":"T","status":{{status}},"detail":"D.","code":"{{code}}","traceId":"trace"}""", "application/problem+json", headers);
}
