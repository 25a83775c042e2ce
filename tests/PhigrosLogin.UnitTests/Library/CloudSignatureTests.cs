using PhigrosLogin.Cloud;

namespace PhigrosLogin.Tests.Library;

// docs/protocol.md §4, the vectors of X-LC-Sign. The master form is the same hash with another key; this library has no master key.
public class CloudSignatureTests
{
    [Theory]
    [InlineData("UtOCzqb67d3sN12Kts4URwy8", 1453014943466, "d5bcbb897e19b2f6633c716dfdfaf9be")]
    [InlineData("DyJegPlemooo4X1tg94gQkw1", 1453014943466, "e074720658078c898aa0d4b1b82bdf4b")]
    [InlineData("Qr9AEqtuoSVS3zeD6iVbM4ZC0AtkJcQ89tywVyi0", 1700000000, "1016a8ee67669d9e5db8b006ba2a9ac5")]
    [InlineData("Qr9AEqtuoSVS3zeD6iVbM4ZC0AtkJcQ89tywVyi0", 1700000000000, "aac8dfe7879d3967caf54e9b940f1120")]
    [InlineData("tG9CTm0LDD736k9HMM9lBZrbeBGRmUkjSfNLDNib", 1700000000, "7d4f645f03e5fa31060742918183fa6f")]
    [InlineData("tG9CTm0LDD736k9HMM9lBZrbeBGRmUkjSfNLDNib", 1700000000000, "0d8eaadc75f6f873015af1d1e52945fa")]
    public void A_known_time_and_key_have_their_known_signature(string appKey, long timestamp, string expected)
    {
        var header = CloudSignature.Header(appKey, timestamp);

        header.ShouldBe($"{expected},{timestamp}");
    }
}
