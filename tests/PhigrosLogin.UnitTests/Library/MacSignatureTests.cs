using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Library;

// docs/protocol.md §3, all vectors.
public class MacSignatureTests
{
    [Theory]
    [InlineData("mSUQNYUGRBPXyRyW", "hmac-sha-1", 1618221750, "adssd", "https://tds-tapsdk.cn.tapapis.com/api/v1/user/info?client_id=0RiAlMny7jiz086FaU", "XWTPmq6A6LzgK8BbNDwj+kE4gzs=")]
    [InlineData("test_mac_key_0123456789", "hmac-sha-1", 1700000000, "AbCdEfGhIjKlMnOp", "https://open.tapapis.cn/account/profile/v1?client_id=rAK3FfdieFob2Nn8Am", "/OXqL3h3qMHLTfCYu4X1130WAKQ=")]
    [InlineData("test_mac_key_0123456789", "hmac-sha-1", 1700000000, "AbCdEfGhIjKlMnOp", "https://open.tapapis.cn/account/basic-info/v1?client_id=rAK3FfdieFob2Nn8Am", "IbyTX6LbfkpFIqLLvBELRAGLgiA=")]
    [InlineData("test_mac_key_0123456789", "hmac-sha-1", 1700000000, "AbCdEfGhIjKlMnOp", "https://open.tapapis.com/account/profile/v1?client_id=kviehleldgxsagpozb", "wBxTHGl5hz8XCJf3MCfFeKVksDU=")]
    [InlineData("test_mac_key_0123456789", "hmac-sha-256", 1700000000, "AbCdEfGhIjKlMnOp", "https://open.tapapis.cn/account/profile/v1?client_id=rAK3FfdieFob2Nn8Am", "2lB0CjJj78n+DJbNTCeGt4inWcbC1+LbIJSc2MNmx+k=")]
    [InlineData("secret", "hmac-sha-1", 1000, "42", "https://example.com/account/basic-info/v1?client_id=abc", "XQlxTJmviWdRzq1Xb3qpM8pfZJI=")]
    public void A_known_request_has_its_known_signature(string key, string algorithm, long seconds, string nonce, string uri, string expected)
    {
        var signature = MacSignature.Sign(new Secret(key), algorithm, seconds, nonce, "GET", new Uri(uri));

        signature.ShouldBe(expected);
    }

    [Fact]
    public void The_header_names_key_time_nonce_and_signature()
    {
        TapTapToken.TryCreate("test-kid", null, null, "test_mac_key_0123456789", null, null, out var token, out _).ShouldBeTrue();
        var uri = new Uri("https://open.tapapis.cn/account/profile/v1?client_id=rAK3FfdieFob2Nn8Am");

        var header = MacSignature.Header(token, 1700000000, "AbCdEfGhIjKlMnOp", "GET", uri);

        header.ShouldBe("MAC id=\"test-kid\",ts=\"1700000000\",nonce=\"AbCdEfGhIjKlMnOp\",mac=\"/OXqL3h3qMHLTfCYu4X1130WAKQ=\"");
    }

    [Fact]
    public void A_port_of_its_own_is_signed()
    {
        var one = MacSignature.Sign(new Secret("k"), "hmac-sha-1", 1, "n", "GET", new Uri("http://127.0.0.1:5016/x"));
        var other = MacSignature.Sign(new Secret("k"), "hmac-sha-1", 1, "n", "GET", new Uri("http://127.0.0.1:5017/x"));

        one.ShouldNotBe(other);
    }
}
