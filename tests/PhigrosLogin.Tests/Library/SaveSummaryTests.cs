using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PhigrosLogin.Cloud;
using PhigrosLogin.Tests.Fuzz;

namespace PhigrosLogin.Tests.Library;

/// <summary>The summary of a save (docs/protocol.md §9): the real one, those that only the game could write, and those that it cannot have written.</summary>
public class SaveSummaryTests
{
    private const string Sample = "BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA==";

    // What is wrong with it, and what is done to the bytes of the sample.
    private static readonly (string Name, Func<byte[], byte[]> Spoil)[] Wrong =
    [
        ("nothing at all", _ => []),
        ("one byte", bytes => bytes[..1]),
        ("cut off in the rks", bytes => bytes[..5]),
        ("cut off before the avatar", bytes => bytes[..9]),
        ("cut off in the counts", bytes => bytes[..^1]),
        ("a challenge below zero", bytes => With(bytes, 1, 0xFF, 0xFF)),
        ("a challenge of no colour", bytes => With(bytes, 1, 0x58, 0x02)),
        ("an rks that is no number", bytes => With(bytes, 3, Float(float.NaN))),
        ("an endless rks", bytes => With(bytes, 3, Float(float.PositiveInfinity))),
        ("an endless rks below zero", bytes => With(bytes, 3, Float(float.NegativeInfinity))),
        ("an rks below zero", bytes => With(bytes, 3, Float(-0.1f))),
        ("a huge rks", bytes => With(bytes, 3, Float(3e38f))),
        ("a game version of three bytes", bytes => With(bytes, 8, 0x81)),
        ("an avatar longer than the rest", bytes => With(bytes, 9, 200)),
        ("an avatar that is no text", bytes => [.. bytes[..9], 2, 0xC3, 0x28, .. bytes[10..]]),
        ("a count below zero", bytes => With(bytes, 16, 0, 0x80)),
    ];

    public static TheoryData<string> WrongOnes => [.. Wrong.Select(row => row.Name)];

    [Fact]
    public void The_documented_sample_is_read()
    {
        SaveSummary.TryParse(Sample, out var summary, out var problem).ShouldBeTrue(problem);

        summary!.SaveVersion.ShouldBe(6);
        summary.ChallengeRank.ShouldBe(ChallengeRank.None);
        summary.ChallengeLevel.ShouldBe(0);
        summary.Rks.ShouldBe(0.30773f, 0.000005f);
        summary.GameVersion.ShouldBe(129);
        summary.Avatar.ShouldBeEmpty();
        summary.Ez.ShouldBe(default);
        summary.Hd.ShouldBe(new ClearCount(1, 0, 0));
        summary.In.ShouldBe(default);
        summary.At.ShouldBe(default);
    }

    [Fact]
    public void A_captured_summary_of_version_4_is_read()
    {
        SaveSummary.TryParse("BAMA7np8QVIaRmVhc3Tov5zkuJzkuYvlrrQtU3BlY2lhbDIQAAoAAQA5AAsAAQB5ADMACgAOAAMAAAA=", out var summary, out var problem).ShouldBeTrue(problem);

        (summary!.SaveVersion, summary.GameVersion, summary.Avatar).ShouldBe((4, 82, "Feast远东之宴-Special2"));
        (summary.ChallengeRank, summary.ChallengeLevel).ShouldBe((ChallengeRank.White, 3));
        summary.Rks.ShouldBe(15.78f, 0.005f);
        (summary.Ez, summary.Hd).ShouldBe((new ClearCount(16, 10, 1), new ClearCount(57, 11, 1)));
        (summary.In, summary.At).ShouldBe((new ClearCount(121, 51, 10), new ClearCount(14, 3, 0)));
    }

    [Theory]
    [InlineData(4, 82)]
    [InlineData(5, 101)]
    [InlineData(6, 129)]
    [InlineData(7, 157)]
    public void Versions_4_to_7_have_one_shape(byte saveVersion, int gameVersion)
    {
        byte[] version = gameVersion < 0x80 ? [(byte)gameVersion] : [(byte)(0x80 | (gameVersion & 0x7F)), (byte)(gameVersion >> 7)];
        byte[] bytes = [saveVersion, 0x2C, 0x02, .. Float(15.5f), .. version, 2, .. "ab"u8, .. new byte[24]];

        SaveSummary.TryParse(Convert.ToBase64String(bytes), out var summary, out var problem).ShouldBeTrue(problem);

        (summary!.SaveVersion, summary.GameVersion, summary.Avatar, summary.ChallengeLevel).ShouldBe((saveVersion, gameVersion, "ab", 56));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(200)]
    public void What_a_newer_game_adds_at_the_end_is_not_read(int more)
    {
        byte[] bytes = [.. Convert.FromBase64String(Sample), .. Enumerable.Repeat((byte)0xFF, more)];
        bytes[0] = 8;

        SaveSummary.TryParse(Convert.ToBase64String(bytes), out var summary, out var problem).ShouldBeTrue(problem);

        (summary!.SaveVersion, summary.GameVersion, summary.Hd).ShouldBe((8, 129, new ClearCount(1, 0, 0)));
    }

    [Theory]
    [InlineData(0, ChallengeRank.None, 0)]
    [InlineData(7, ChallengeRank.White, 7)]
    [InlineData(103, ChallengeRank.Green, 3)]
    [InlineData(245, ChallengeRank.Blue, 45)]
    [InlineData(346, ChallengeRank.Red, 46)]
    [InlineData(448, ChallengeRank.Gold, 48)]
    [InlineData(548, ChallengeRank.Rainbow, 48)]
    public void A_long_summary_is_read_to_its_end(short challenge, ChallengeRank rank, int level)
    {
        byte[] bytes = [5, 0, 0, .. Float(16.04f), 90, 13, .. "头像 Cipher"u8, .. Enumerable.Range(1, 12).SelectMany(count => new byte[] { (byte)count, 1 })];
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(1), challenge);

        SaveSummary.TryParse(Convert.ToBase64String(bytes), out var summary, out var problem).ShouldBeTrue(problem);

        summary!.ChallengeRank.ShouldBe(rank);
        summary.ChallengeLevel.ShouldBe(level);
        summary.Rks.ShouldBe(16.04f);
        summary.GameVersion.ShouldBe(90);
        summary.Avatar.ShouldBe("头像 Cipher");
        summary.Ez.ShouldBe(new ClearCount(257, 258, 259));
        summary.At.ShouldBe(new ClearCount(266, 267, 268));
    }

    [Theory]
    [MemberData(nameof(WrongOnes))]
    public void What_the_game_cannot_have_written_is_not_read(string name)
    {
        var bytes = Wrong.Single(row => row.Name == name).Spoil(Convert.FromBase64String(Sample));

        SaveSummary.TryParse(Convert.ToBase64String(bytes), out var summary, out var problem).ShouldBeFalse();

        summary.ShouldBeNull();
        problem.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAA请==")]
    [InlineData("BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA==\0")]
    public void What_is_no_base64_is_not_read(string? text) =>
        SaveSummary.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_megabyte_is_not_read() =>
        SaveSummary.TryParse(Convert.ToBase64String(new byte[1 << 20]), out _, out _).ShouldBeFalse();

    [Fact]
    public void No_bytes_hurt() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithQuietOnSuccess(true), Prop.ForAll(
            Dice.Arbitrary(dice => new Mutant(Spoiling.SpoilBytes(Convert.FromBase64String(Sample), dice), dice)),
            mutant =>
            {
                var text = mutant.Dice.Once(5) ? Encoding.Latin1.GetString(mutant.Bytes) : Convert.ToBase64String(mutant.Bytes);
                if (!SaveSummary.TryParse(text, out var summary, out _)) return;
                summary.Rks.ShouldBeInRange(0, 100);
                summary.ChallengeLevel.ShouldBeInRange(0, 99);
                summary.GameVersion.ShouldBeInRange(0, (1 << 14) - 1);
            }));

    private static byte[] With(byte[] bytes, int at, params byte[] other) => [.. bytes[..at], .. other, .. bytes[(at + other.Length)..]];

    private static byte[] Float(float value) => BitConverter.GetBytes(value);
}
