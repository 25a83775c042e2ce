using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Fuzz;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>A caller who has the document alone asks everything, rightly and wrongly, and every answer is one of the document's.</summary>
public partial class DocumentFuzzTests
{
    private const int Requests = 6000;
    private const int Refill = 500;

    [Fact]
    public async Task Every_answer_to_thousands_of_generated_requests_is_documented()
    {
        // A seed that is named repeats a run: PHIGROSLOGIN_SEED=12345 ./test.sh
        var seed = long.Parse(Environment.GetEnvironmentVariable("PHIGROSLOGIN_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var book = ApiBook.Committed();

        var (statuses, good, faults) = await AskAsync(book, seed, Requests);

        faults.ShouldBeEmpty();
        statuses.Values.Sum().ShouldBeGreaterThan(Requests);
        // All of the ways in were tried, and not only those that end at the first check.
        statuses.Keys.ShouldBeSubsetOf([200, 201, 204, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503, 504]);
        foreach (var status in (int[])[200, 201, 204, 303, 304, 400, 401, 404, 405, 409, 410, 413, 415, 429, 500]) statuses.Keys.ShouldContain(status, $"PHIGROSLOGIN_SEED={seed}");
        book.Operations.Select(operation => operation.Id).Except(good).ShouldBeEmpty($"no good answer was seen from these, PHIGROSLOGIN_SEED={seed}");
    }

    [Theory]
    [InlineData("/paths/~1api~1v1~1logins/post/responses/201", "does not document 201")]
    [InlineData("/paths/~1api~1v1~1logins~1{id}~1cancel", "instead of 404")]
    [InlineData("/components/schemas/Login/properties/version", "version is not in the document")]
    [InlineData("/components/schemas/Problem/properties/traceId", "traceId is not in the document")]
    [InlineData("/paths/~1/get/responses/200/content/text~1html", "content type")]
    public async Task A_document_that_lacks_something_is_found_out(string what, string fault)
    {
        var document = JsonNode.Parse(Repository.Read("docs/openapi/v1.json"))!;
        var parts = what.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var parent = parts[..^1].Aggregate(document, (node, part) => node[part]!).AsObject();
        parent.Remove(parts[^1]).ShouldBeTrue();
        // The requests are still made from the whole document: the one who asks knows the gateway.
        var (_, _, faults) = await AskAsync(ApiBook.Committed(), seed: 1, requests: 700, new ManualClock(), new ApiBook(System.Text.Json.JsonDocument.Parse(document.ToJsonString()).RootElement));

        faults.ShouldContain(text => text.Contains(fault, StringComparison.Ordinal));
    }

    private static async Task<(SortedDictionary<int, int> Statuses, HashSet<string> Good, IReadOnlyList<string> Faults)> AskAsync(ApiBook book, long seed, int requests, ManualClock? clock = null, ApiBook? judge = null)
    {
        await using var world = await World.StartAsync(clock, new SandboxVariants(), "--Upstream:CallsPerSecond=0", "--Upstream:Timeout=60s", "--Polling:MinimumInterval=1s", "--Sessions:AllowAnonymous=true", "--Limits:LoginsPerMinute=0");
        var supplies = await Supplies.OfAsync(world);
        var (maker, conformance) = (new RequestMaker(book, supplies), new Conformance(judge ?? book));
        var (statuses, good, faults) = (new SortedDictionary<int, int>(), new HashSet<string>(), new List<string>());
        // A caller who waits for a change does not wait for long: time passes while the answer is due.
        var isPatient = false;
        using var connection = new KeptConnection(world.Url, () => (isPatient ? world.PassIntervalAsync(seconds: 1) : Task.CompletedTask).GetAwaiter().GetResult());
        for (var turn = 0; turn < requests; turn++)
        {
            if (turn % Refill == 0) await supplies.RefillAsync();
            var dice = Dice.Of(seed, turn);
            // Some ask the same a dozen times in a row, and run into the limits.
            var times = dice.Once(30) ? 12 : 1;
            var request = maker.Make(dice, turn);
            request = request with { Target = LongWait().Replace(request.Target, "wait=1") };
            isPatient = request.Target.Contains("wait=", StringComparison.Ordinal);
            for (; times > 0; times--)
            {
                var answer = Ask(connection, request);
                statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
                if (answer.Status < 400 && book.Find(request.Method, request.Target).Operation is { } operation) good.Add(operation.Id);
                faults.AddRange(conformance.Faults(request, answer).Select(fault => $"{turn}: {fault}\n{request}\n--> {answer.StatusLine}\n{string.Join('\n', answer.Headers)}\n{answer.Body}\n"));
            }
            if (judge is null && faults.Count > 5) break;
        }
        if (judge is null) faults.ShouldBeEmpty($"PHIGROSLOGIN_SEED={seed}");
        return (statuses, good, faults);
    }

    [GeneratedRegex(@"\bwait=([2-9]|[1-4]\d|50)(?=&|$)")]
    private static partial Regex LongWait();

    private static RawAnswer Ask(KeptConnection connection, AskedRequest request)
    {
        try
        {
            return connection.Send(request.Bytes);
        }
        catch (Exception closed) when (closed is SocketException or EndOfStreamException)
        {
            // The answer before was the last one of its connection.
            connection.Dispose();
            return connection.Send(request.Bytes);
        }
    }
}
