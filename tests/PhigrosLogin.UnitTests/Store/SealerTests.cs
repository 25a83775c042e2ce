using System.Security.Cryptography;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public class SealerTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Row = [1, 2, 3];
    private static readonly byte[] Plain = "{\"macKey\":\"secret\"}"u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void What_was_sealed_opens_in_its_place(int size)
    {
        var plain = RandomNumberGenerator.GetBytes(size);

        var box = new Sealer(Key, "codes", "answer").Seal(Row, plain);

        new Sealer(Key, "codes", "answer").Open(Row, box).ShouldBe(plain);
    }

    [Fact]
    public void The_same_value_is_never_sealed_the_same_way_twice()
    {
        var sealer = new Sealer(Key, "codes", "answer");

        sealer.Seal(Row, Plain).ShouldNotBe(sealer.Seal(Row, Plain));
    }

    [Fact]
    public void A_value_opens_nowhere_else()
    {
        var box = new Sealer(Key, "codes", "answer").Seal(Row, Plain);

        new Sealer(Key, "codes", "answer").Open([1, 2, 4], box).ShouldBeNull();
        new Sealer(Key, "codes", "device_id").Open(Row, box).ShouldBeNull();
        new Sealer(Key, "logins", "answer").Open(Row, box).ShouldBeNull();
        new Sealer(RandomNumberGenerator.GetBytes(32), "codes", "answer").Open(Row, box).ShouldBeNull();
    }

    [Fact]
    public void A_value_of_another_revision_does_not_open()
    {
        var sealer = new Sealer(Key, "logins", "body");
        var box = sealer.Seal(Row, Plain, revision: 7);

        sealer.Open(Row, box, revision: 7).ShouldBe(Plain);
        sealer.Open(Row, box, revision: 8).ShouldBeNull();
        sealer.Open(Row, box).ShouldBeNull();
    }

    [Fact]
    public void A_value_is_not_passed_off_as_one_of_the_first_version_which_bound_no_revision()
    {
        var sealer = new Sealer(Key, "logins", "body");
        var box = sealer.Seal(Row, Plain, revision: 7);
        box[0].ShouldBe((byte)2);

        box[0] = 1;

        sealer.Open(Row, box, revision: 7).ShouldBeNull();
    }

    [Fact]
    public void A_value_with_any_byte_changed_or_missing_does_not_open()
    {
        var sealer = new Sealer(Key, "codes", "answer");
        var box = sealer.Seal(Row, Plain);

        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            sealer.Open(Row, changed).ShouldBeNull();
            sealer.Open(Row, box[..i]).ShouldBeNull();
        }
    }
}
