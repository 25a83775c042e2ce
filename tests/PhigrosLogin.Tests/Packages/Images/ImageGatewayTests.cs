namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>The HTTP API of the image, which keeps what it keeps in a volume.</summary>
[Collection(nameof(MadeImage))]
public sealed class ImageGatewayTests(MadeImage image) : PublishedGatewayTests
{
    public override ValueTask InitializeAsync()
    {
        Assert.SkipWhen(MadeImage.IsOff, "./test.sh --full");
        return base.InitializeAsync();
    }

    private protected override Task<ServerProcess> StartAsync(string folder, IEnumerable<string> settings) => new Container(image).StartAsync(folder, settings);
}
