using System.Text;
using FsCheck;

namespace PhigrosLogin.Tests.Fuzz;

/// <summary>Good JSON made bad, in its structure, its encoding and its bytes; by chance it sometimes stays good.</summary>
internal static class Spoiling
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "-0", "7", "0.1", "1e999", "-1E-400", "99999999999999999999999999", "9223372036854775807", "1801",
        "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\0\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\ud83d\\ude00\"", "\"请求错误\"", "\"\\r\\nX: y\"",
        "\"<script>\"", "\"\\\"\"", "\"'\"", "\"300\"", "\"a b\"", "\"cn\"", "\"global\"", "\"hmac-sha-256\"", "\"https://evil.example/\"",
        "[]", "{}", "[{}]", "[[[]]]", "{\"a\":{\"b\":{}}}", "NaN", "Infinity", "undefined", "'x'", "\"open", "/*c*/1", "01", "+1", ".5", "",
        $"\"{new string('x', 3000)}\"", $"\"{new string('x', 20_000)}\"", new string('9', 400),
        new string('[', 40) + new string(']', 40), new string('[', 5000), string.Concat(Enumerable.Repeat("{\"a\":", 1500)),
    ];

    private static readonly string[] Words =
    [
        "\"authorization_pending\"", "\"authorization_waiting\"", "\"slow_down\"", "\"access_denied\"", "\"invalid_grant_code\"",
        "\"invalid_time\"", "\"server_error\"", "\"oauth2.ACCESS_DENIED\"", "\"no word\"", "{\"error\":\"expired_token\"}",
    ];

    private static readonly string[] Names =
    [
        "\"data\"", "\"deviceCode\"", "\"device_code\"", "\"deviceID\"", "\"url\"", "\"qrcode_url\"", "\"interval\"", "\"expires_in\"", "\"kid\"", "\"macKey\"", "\"mac_key\"",
        "\"token\"", "\"access_token\"", "\"macAlgorithm\"", "\"scope\"", "\"region\"", "\"error\"", "\"success\"", "\"now\"", "\"code\"", "\"openid\"", "\"sessionToken\"",
        "\"\"", "\"__proto__\"", "\"\\ud800\"", "\"\\u0000\"", "\"\0\"", "\"请\"", "name", "'kid'", "5", "null", "",
    ];

    private static readonly Encoding[] Encodings =
        [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1, Encoding.ASCII];

    public static Arbitrary<Mutant> Of(string good) => Dice.Arbitrary(dice => new Mutant(Spoil(good, dice), dice));

    public static byte[] Spoil(string good, Dice dice)
    {
        var tree = JsonTree.Parse(good);
        for (var steps = dice.Roll(4); steps > 0; steps--) SpoilStructure(tree, dice);
        var bytes = Encode(tree.Write(), dice);
        return dice.Once(3) ? SpoilBytes(bytes, dice) : bytes;
    }

    public static byte[] SpoilBytes(byte[] good, Dice dice)
    {
        var bytes = good.ToList();
        for (var steps = 1 + dice.Roll(3); steps > 0 && bytes.Count > 0; steps--)
        {
            var at = dice.Roll(bytes.Count);
            var count = Math.Min(1 + dice.Roll(12), bytes.Count - at);
            switch (dice.Roll(7))
            {
                case 0: bytes[at] ^= (byte)(1 << dice.Roll(8)); break;
                case 1: bytes.RemoveRange(at, count); break;
                case 2: bytes.InsertRange(at, Enumerable.Range(0, count).Select(_ => (byte)dice.Roll(256))); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes.Insert(at, dice.Pick([(byte)0, (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)',', (byte)'\n', (byte)0x80, (byte)0xFF])); break;
                default: bytes.AddRange(bytes.GetRange(at, count)); break;
            }
        }
        return [.. bytes];
    }

    private static void SpoilStructure(JsonTree tree, Dice dice)
    {
        var members = dice.Pick([.. tree.Objects()]).Members!;
        if (members.Count == 0 || dice.Once(6))
        {
            members.Insert(dice.Roll(members.Count + 1), new JsonMember(dice.Pick(Names), JsonTree.Of(dice.Pick(Values))));
            return;
        }
        var at = dice.Roll(members.Count);
        var (name, value) = members[at];
        switch (dice.Roll(9))
        {
            case 0: members.RemoveAt(at); break;
            case 1: members.Insert(at, members[at]); break;
            case 2: members.Add(new JsonMember(name, JsonTree.Of(dice.Pick(Values)))); break;
            case 3: members[at] = new JsonMember(dice.Once(2) ? name.ToUpperInvariant() : dice.Pick(Names), value); break;
            case 4: members[at] = new JsonMember(name, JsonTree.Of($"[{value.Write()}]")); break;
            case 5: members[at] = new JsonMember(name, JsonTree.Of($"{{{name}:{value.Write()}}}")); break;
            case 6: members.Add(new JsonMember("\"error\"", JsonTree.Of(dice.Pick(Words)))); break;
            default: members[at] = new JsonMember(name, JsonTree.Of(dice.Pick(Values))); break;
        }
    }

    private static byte[] Encode(string text, Dice dice)
    {
        if (!dice.Once(12)) return Encoding.UTF8.GetBytes(text);
        var encoding = dice.Pick(Encodings);
        return dice.Once(2) ? [.. encoding.GetPreamble(), .. encoding.GetBytes(text)] : encoding.GetBytes(text);
    }
}
