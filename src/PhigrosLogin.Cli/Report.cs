using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PhigrosLogin.Client;

namespace PhigrosLogin.Cli;

/// <summary>Results as a program reads them, member by member as the gateway writes them, and as a person does.</summary>
internal static class Report
{
    public static string Json(SignIn done) => Json(json =>
    {
        json.WriteString("sessionToken", done.SessionToken.Reveal());
        json.WriteString("region", done.Region);
        json.WriteStartObject("player");
        json.WriteString("objectId", done.PlayerId);
        json.WriteString("nickname", done.Nickname);
        json.WriteString("shortId", done.ShortId);
        json.WriteEndObject();
        json.WriteStartObject("profile");
        json.WriteString("openId", done.Profile.OpenId);
        json.WriteString("unionId", done.Profile.UnionId);
        json.WriteString("name", done.Profile.Name);
        json.WriteString("avatar", done.Profile.Avatar);
        json.WriteEndObject();
    });

    public static string Rotated(string token) => Json(json => json.WriteString("sessionToken", token));

    public static string SessionNotFound() => Json(json =>
    {
        json.WriteBoolean("valid", false);
        json.WriteString("reason", "session_not_found");
    });

    public static string Json(SessionReport session) => Json(json =>
    {
        json.WriteBoolean("valid", true);
        json.WriteString("region", session.Region);
        json.WriteStartObject("player");
        json.WriteString("objectId", session.Player!.ObjectId);
        json.WriteString("nickname", session.Player.Nickname);
        json.WriteString("shortId", session.Player.ShortId);
        Write(json, "createdAt", session.Player.CreatedAt);
        Write(json, "updatedAt", session.Player.UpdatedAt);
        json.WriteEndObject();
        json.WriteStartObject("save");
        json.WriteBoolean("exists", session.Save is not null);
        if (session.Save is { } save) Write(json, save);
        json.WriteEndObject();
    });

    /// <summary>One fact a line, its name first.</summary>
    public static string Text(SessionReport session)
    {
        var text = new StringBuilder("valid: true\n");
        Line("region", session.Region);
        Line("nickname", session.Player!.Nickname);
        Line("shortId", session.Player.ShortId);
        Line("objectId", session.Player.ObjectId);
        if (session.Save is not { } save) return text.Append("save: none").ToString();
        Line("savedAt", save.SavedAt?.ToString("u", CultureInfo.InvariantCulture));
        Line("rks", save.Rks?.ToString("0.00", CultureInfo.InvariantCulture));
        Line("challenge", save.Challenge is var (rank, level) ? FormattableString.Invariant($"{rank} {level}") : null);
        foreach (var (difficulty, count) in save.ClearCounts ?? new Dictionary<string, ClearCount>())
            Line(difficulty, FormattableString.Invariant($"{count.Cleared} cleared, {count.FullCombo} full combo, {count.Phi} phi"));
        return text.ToString().TrimEnd('\n');

        void Line(string name, string? value)
        {
            if (value is { Length: > 0 }) text.Append(name).Append(": ").Append(Screen.Printable(value)).Append('\n');
        }
    }

    private static void Write(Utf8JsonWriter json, SaveReport save)
    {
        Write(json, "savedAt", save.SavedAt);
        Write(json, "sizeBytes", save.SizeBytes);
        Write(json, "saveVersion", save.SaveVersion);
        Write(json, "gameVersion", save.GameVersion);
        if (save.Rks is { } rks) json.WriteNumber("rks", rks);
        else json.WriteNull("rks");
        if (save.Challenge is var (rank, level))
        {
            json.WriteStartObject("challenge");
            json.WriteString("rank", rank);
            json.WriteNumber("level", level);
            json.WriteEndObject();
        }
        else json.WriteNull("challenge");
        json.WriteString("avatar", save.Avatar);
        if (save.ClearCounts is null)
        {
            json.WriteNull("clearCounts");
            return;
        }
        json.WriteStartObject("clearCounts");
        foreach (var (difficulty, count) in save.ClearCounts)
        {
            json.WriteStartObject(difficulty);
            json.WriteNumber("cleared", count.Cleared);
            json.WriteNumber("fullCombo", count.FullCombo);
            json.WriteNumber("phi", count.Phi);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value) json.WriteString(name, value.UtcDateTime);
        else json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
