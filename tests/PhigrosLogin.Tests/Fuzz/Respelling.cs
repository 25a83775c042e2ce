using System.Globalization;
using System.Text;
using FsCheck;

namespace PhigrosLogin.Tests.Fuzz;

/// <summary>The same JSON in other words: whatever this does, a careful reader understands what it understood before.</summary>
internal static class Respelling
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private static readonly (string LoginQrCode, string TapTap)[] Spellings =
    [
        ("deviceCode", "device_code"), ("url", "qrcode_url"), ("expiresInSeconds", "expires_in"),
        ("token", "access_token"), ("tokenType", "token_type"), ("macKey", "mac_key"), ("macAlgorithm", "mac_algorithm"),
    ];

    private static readonly string[] Spaces = ["", "", " ", "\t", "\r\n", "\n  ", "      "];

    private static readonly string[] Unknown =
    [
        "null", "true", "-1.5e300", "\"\"", "\"请求\"", "\"\\ud83d\\ude00\"", "[]", "{}", "[1,[2,[3,{\"kid\":4}]]]", "{\"data\":{\"kid\":1,\"deviceCode\":[]}}",
        new string('[', 20) + new string(']', 20), $"\"{new string('x', 500)}\"",
    ];

    public static Arbitrary<Mutant> Of(string good) => Dice.Arbitrary(dice => new Mutant(Respell(good, dice), dice));

    /// <summary>Every combination of the documented names and TapTap's.</summary>
    public static IEnumerable<string> InTapTapsWords(string good)
    {
        var used = Spellings.Where(pair => good.Contains($"\"{pair.LoginQrCode}\":", StringComparison.Ordinal)).ToArray();
        for (var combination = 0; combination < 1 << used.Length; combination++)
        {
            yield return used
                .Where((_, bit) => (combination >> bit & 1) == 1)
                .Aggregate(good, (text, pair) => text.Replace($"\"{pair.LoginQrCode}\":", $"\"{pair.TapTap}\":", StringComparison.Ordinal));
        }
    }

    private static byte[] Respell(string good, Dice dice)
    {
        var tree = JsonTree.Parse(good);
        foreach (var part in tree.Objects().ToArray())
        {
            var members = part.Members!;
            for (var at = 0; at < members.Count; at++) members[at] = Respell(members[at], dice);
            for (var more = dice.Roll(3); more > 0; more--)
            {
                members.Add(new JsonMember($"\"{dice.Pick(["x", "Kid", "DATA", "DeviceCode", "", " ", "请"])}{more}\"", JsonTree.Of(dice.Pick(Unknown))));
            }
            dice.Shuffle(members);
        }
        var text = dice.Once(2) ? tree.Write() : dice.Pick(Spaces) + tree.Write(() => dice.Pick(Spaces)) + dice.Pick(Spaces);
        return dice.Once(4) ? [.. Mark, .. Encoding.UTF8.GetBytes(text)] : Encoding.UTF8.GetBytes(text);
    }

    private static JsonMember Respell(JsonMember member, Dice dice)
    {
        var name = member.Name.Trim('"');
        if (dice.Once(2) && Spellings.FirstOrDefault(pair => pair.LoginQrCode == name) is { TapTap: { } tapTaps }) name = tapTaps;
        var value = member.Value switch
        {
            { Members: not null } nested => nested,
            { Text: ['"', ..] } text => JsonTree.Of(Escape(text.Text, dice)),
            { Text: "300" } => JsonTree.Of(dice.Pick(["300", "3e2", "300.0", "0.3E+3"])),
            var other => other,
        };
        return new JsonMember(Escape($"\"{name}\"", dice), value);
    }

    /// <summary>Some of the characters as \uXXXX; what is escaped already stays as it is.</summary>
    private static string Escape(string quoted, Dice dice)
    {
        if (quoted.Contains('\\', StringComparison.Ordinal) || dice.Once(2)) return quoted;
        var every = 1 + dice.Roll(4);
        var from = dice.Roll(every);
        return $"\"{string.Concat(quoted[1..^1].Select((character, at) => at % every == from
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")
            : character.ToString()))}\"";
    }
}
