using Microsoft.ML;
using PublicApiGenerator;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Architecture.Tests;

/// <summary>What others may call, as a text that a change of it has to change too.</summary>
public sealed class PublicApiTests
{
    private static string Approved => Path.Combine(Repository.Root, "tests", "Architecture.Tests", "PublicApi.txt");

    [Fact]
    public void Given_the_libraries_When_their_public_members_are_listed_Then_the_list_is_the_approved_one()
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        var actual = string.Join(
            "\n\n",
            new[] { typeof(Trunk), typeof(WFrameTrainer), typeof(WFrameCatalogExtensions) }.Select(type =>
                type.Assembly.GeneratePublicApi(options).ReplaceLineEndings("\n").Trim()
            )
        );
        var received = Path.ChangeExtension(Approved, ".received.txt");

        if (File.ReadAllText(Approved).Trim() != actual)
        {
            File.WriteAllText(received, actual + "\n");
            Assert.Fail(
                $"The public API has changed: compare {received} with {Approved}, and replace it if that is meant."
            );
        }
        File.Delete(received);
    }
}
