using System.Security.Cryptography;
using System.Text;

namespace PhigrosLogin.Sandbox.Pages;

/// <summary>The frame of every page: one style, no script, nothing from elsewhere.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #16202a; --soft: #5d6b78; --paper: #fff; --back: #eef2f5; --line: #d5dde3; --main: #00897b; --no: #b3423a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8edf1; --soft: #9aa8b4; --paper: #1b242c; --back: #11171c; --line: #33404b; --main: #26a69a; --no: #e0776f; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.25rem 1rem 3rem; background: var(--back); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
        main { max-width: 44rem; margin: 0 auto; }
        main.narrow { max-width: 26rem; }
        header { margin: .5rem 0 1.25rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
        h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
        p { margin: .5rem 0; }
        .soft { color: var(--soft); }
        .badge { display: inline-block; margin-bottom: .5rem; padding: .1rem .6rem; border-radius: 1rem; background: var(--main); color: var(--paper); font-size: .8rem; letter-spacing: .02em; }
        section { background: var(--paper); border: 1px solid var(--line); border-radius: .9rem; padding: 1.1rem; margin: 0 0 1rem; }
        code { font: .9em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        pre { margin: .75rem 0 0; padding: .8rem; border-radius: .6rem; background: var(--back); white-space: pre-wrap; }
        table { width: 100%; border-collapse: collapse; font-size: .92rem; }
        td { padding: .5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
        td + td { padding-left: .8rem; }
        tr:first-child td { border-top: 0; }
        dl { margin: 0; }
        dt { padding-top: .5rem; border-top: 1px solid var(--line); }
        dt:first-child { padding-top: 0; border-top: 0; }
        dd { margin: 0 0 .5rem; color: var(--soft); font-size: .92rem; }
        a { color: var(--main); }
        .code { font: 700 2.2rem/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .18em; text-align: center; margin: .25rem 0; }
        .state { text-align: center; margin: 0 0 1rem; }
        form { display: grid; gap: .6rem; margin: 0; }
        button { font: inherit; font-weight: 600; width: 100%; padding: .8rem 1rem; border-radius: .7rem; border: 1px solid var(--main); background: var(--main); color: var(--paper); cursor: pointer; }
        button.plain { background: transparent; color: var(--main); }
        button.no { background: transparent; border-color: var(--no); color: var(--no); }
        button:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static async Task WriteAsync(HttpContext context, int status, string title, Html content, bool isNarrow = false)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // The policy names the style by its hash, so it goes in as it is.
        var top = Html.Of($"<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>");
        var rest = Html.Of($"</head><body><main class=\"{(isNarrow ? "narrow" : "wide")}\">{content}</main></body></html>");
        await context.Response.WriteAsync($"{top}<style>{Style}</style>{rest}", context.RequestAborted);
    }
}
