using System.Buffers.Text;
using System.Collections.Frozen;

namespace PhigrosLogin.Bench.Programs;

/// <summary>
/// TapTap and the game cloud as fast as can be: for each route the bytes that the fixtures have, always the same, but
/// that every device code is another. <c>/bench/calls</c> tells how often it was asked, <c>/bench/players/{word}</c>
/// lets every player be <c>pending</c>, <c>waiting</c> or <c>granted</c> from now on.
/// </summary>
internal static class ConstantUpstream
{
    private static readonly string[] PlayersWords = ["pending", "waiting", "granted"];

    public static async Task RunAsync()
    {
        var words = PlayersWords.Select(word => KeyValuePair.Create(word, Fixture.Read(word))).ToFrozenDictionary();
        var (code, profile, users) = (Fixture.Read("device-code"), Fixture.Read("profile"), Fixture.Read("users"));
        var codeAt = code.Body.AsSpan().IndexOf("\"device_code\":\""u8) + "\"device_code\":\""u8.Length;
        var token = words["pending"];
        var (calls, codes) = (0L, 0L);

        await using var app = Listening.Build(hasRoutes: false);
        app.Run(context => context.Request.Path.Value switch
        {
            "/oauth2/v1/token" => AnswerAsync(context, Volatile.Read(ref token)),
            "/oauth2/v1/device/code" => AnswerAsync(context, code with { Body = Numbered(Interlocked.Increment(ref codes)) }),
            "/account/profile/v1" => AnswerAsync(context, profile),
            "/1.1/users" => AnswerAsync(context, users),
            "/bench/calls" => context.Response.WriteAsync(Interlocked.Read(ref calls).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ['/', 'b', 'e', 'n', 'c', 'h', '/', 'p', 'l', 'a', 'y', 'e', 'r', 's', '/', .. var word] => TurnAsync(context, word),
            _ => throw new InvalidOperationException($"No such route: {context.Request.Path}"),
        });
        await app.RunUntilLeftAloneAsync();

        Task AnswerAsync(HttpContext context, Fixture answer)
        {
            Interlocked.Increment(ref calls);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Body.Length;
            return context.Response.BodyWriter.WriteAsync(answer.Body).AsTask();
        }

        Task TurnAsync(HttpContext context, string word)
        {
            Volatile.Write(ref token, words[word]);
            return Task.CompletedTask;
        }

        byte[] Numbered(long number)
        {
            var body = code.Body.AsSpan().ToArray();
            Utf8Formatter.TryFormat(number, body.AsSpan(codeAt), out _, new System.Buffers.StandardFormat('D', 16));
            return body;
        }
    }
}
