using System.Text.Json;

namespace PhigrosLogin.Server.Pages.Docs;

/// <summary>The page at <c>/docs</c>: the OpenAPI document for people.</summary>
internal static class DocsPage
{
    public static string Render(ApiReader api)
    {
        var tags = api.Tags.OrderBy(tag => DocsWords.Order(Name(tag))).ToArray();
        return new Layout(api.Language)
        {
            Title = api.In(DocsWords.Title),
            OtherLanguage = $"/docs?lang={api.Language.Other().Code()}",
            Css = PageAssets.DocsCss,
            Main = Html.Of($"""
                <div class="docs">
                <nav class="toc" aria-label="{api.In(DocsWords.Contents)}">
                <ul>
                {tags.Select(tag => Html.Of($"""
                    <li><a href="#{Anchor(tag)}">{api.In(DocsWords.Name(Name(tag)))}</a>
                    <ul>{api.Of(Name(tag)).Select(operation => Html.Of($"""<li><a href="#{operation.Id}">{api.Say(operation.Facts, "summary")}</a></li>"""))}</ul></li>
                    """))}
                <li><a href="#codes">{api.In(DocsWords.Codes)}</a></li>
                <li><a href="#shapes">{api.In(DocsWords.Shapes)}</a></li>
                </ul>
                </nav>
                <main id="main">
                <header class="op">
                <h1 tabindex="-1">{api.In(DocsWords.Title)}</h1>
                <p class="lead">{api.Say(api.Document.GetProperty("info"))}</p>
                <h2>{api.In(DocsWords.Begin)}</h2>
                <ul class="apis">{tags.Select(tag => ApiCard(api, tag))}</ul>
                <p class="small">{Html.Of(DocsWords.ForPrograms, api.Language, Html.Of($"""<a href="/openapi/v1.json">/openapi/v1.json</a> · OpenAPI 3.1"""))}</p>
                </header>
                {tags.Select(tag => Section(api, tag))}
                {Codes(api)}
                {Shapes(api)}
                </main>
                </div>
                """),
        }.Render();
    }

    private static Html ApiCard(ApiReader api, JsonElement tag) => DocsWords.For(Name(tag)) is not { } words ? Html.Empty : Html.Of($"""
        <li><a href="#{Anchor(tag)}"><b>{api.In(DocsWords.Name(Name(tag)))}</b><span>{api.In(words)}</span></a></li>
        """);

    private static Html Section(ApiReader api, JsonElement tag) => Html.Of($"""
        <section aria-labelledby="{Anchor(tag)}">
        <h2 id="{Anchor(tag)}">{api.In(DocsWords.Name(Name(tag)))}</h2>
        <p class="lead">{api.Say(tag)}</p>
        {api.Of(Name(tag)).Select(operation => DocsOperation.Render(api, operation))}
        </section>
        """);

    private static Html Codes(ApiReader api)
    {
        var problems =
            from tag in api.Tags
            from operation in api.Of(Name(tag))
            from answer in operation.Facts.GetProperty("responses").EnumerateObject()
            let facts = api.Resolve(answer.Value)
            where facts.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _)
            from example in facts.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject()
            select (Code: example.Name, Status: answer.Name, Say: api.Say(example.Value, "summary"));
        return Html.Of($"""
            <section aria-labelledby="codes">
            <h2 id="codes">{api.In(DocsWords.Codes)}</h2>
            <p class="lead">{api.In(DocsWords.CodesSay)}</p>
            <div class="op"><dl class="members">
            {problems.DistinctBy(problem => (problem.Code, problem.Status)).OrderBy(problem => problem.Status, StringComparer.Ordinal).Select(problem => Html.Of($"""
                <div><dt><span class="status-code" data-kind="{problem.Status[..1]}">{problem.Status}</span> <code>{problem.Code}</code></dt><dd>{problem.Say}</dd></div>
                """))}
            </dl></div>
            </section>
            """);
    }

    private static Html Shapes(ApiReader api) => Html.Of($"""
        <section aria-labelledby="shapes">
        <h2 id="shapes">{api.In(DocsWords.Shapes)}</h2>
        {api.Schemas.Select(shape => Html.Of($"""
            <article class="op" id="{shape.Name}">
            <h3><code>{shape.Name}</code></h3>
            <p>{api.Say(shape.Value)}</p>
            {DocsShape.Members(api, shape.Value)}
            </article>
            """))}
        </section>
        """);

    private static string Name(JsonElement tag) => tag.GetProperty("name").GetString()!;

    private static string Anchor(JsonElement tag) => $"tag-{Name(tag).Replace(' ', '-')}";
}
