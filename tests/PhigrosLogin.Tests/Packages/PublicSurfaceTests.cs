using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>A change of what a package shows to its users shows in a diff.</summary>
public class PublicSurfaceTests
{
    [Theory]
    [InlineData("PhigrosLogin")]
    [InlineData("PhigrosLogin.Client")]
    public async Task The_public_surface_is_the_committed_one(string package)
    {
        var actual = PublicSurface.Of(System.Reflection.Assembly.Load(package));

        // What is there now lies beside the tests, to be copied when the change is meant.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, $"{package}.public.txt"), actual);
        actual.ShouldBe(Repository.Read($"src/{package}/public.txt"));
    }
}
