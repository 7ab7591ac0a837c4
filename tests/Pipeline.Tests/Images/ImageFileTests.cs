using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>Bad files that cannot lie in a repository.</summary>
public class ImageFileTests
{
    [Fact]
    public void GivenAFolderNamedAsAnImage_WhenDecoded_ThenItIsRefused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("x.png"));

        Refused(folder.At("x.png"), "is a folder");
    }

    [Fact]
    public void GivenNoFile_WhenDecoded_ThenItIsRefused()
    {
        using var folder = new TemporaryFolder();

        Refused(folder.At("x.png"), "does not exist");
    }

    [Fact]
    public void GivenLinks_WhenDecoded_ThenTheyAreFollowedOrRefused()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("dangling.png"), folder.At("none.png"));
        File.CreateSymbolicLink(folder.At("loop.png"), folder.At("loop.png"));
        File.CreateSymbolicLink(folder.At("good.png"), Repository.Sample("chelsea.png"));
        File.CreateSymbolicLink(folder.At("again.png"), folder.At("good.png"));

        Refused(folder.At("dangling.png"), "is a link to a file that does not exist");
        Refused(folder.At("loop.png"), "");
        Assert.Equal(451, new ImageEntry(folder.At("again.png")).Decode().Width);
    }

    [Fact]
    public async Task GivenAPipe_WhenDecoded_ThenItIsRefusedAtOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var folder = new TemporaryFolder();
        using (var make = Process.Start("mkfifo", folder.At("pipe.png")))
        {
            await make.WaitForExitAsync();
        }

        var decoding = Task.Run(() => Refused(folder.At("pipe.png"), "no regular file"));

        Assert.Same(decoding, await Task.WhenAny(decoding, Task.Delay(TimeSpan.FromSeconds(30))));
        await decoding;
    }

    [Fact]
    public void GivenNoPermission_WhenDecoded_ThenItIsRefused()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return; // root may read everything
        }
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Sample("chelsea.png"), folder.At("x.png"));
        File.SetUnixFileMode(folder.At("x.png"), UnixFileMode.None);

        Refused(folder.At("x.png"), "cannot be read");
    }

    private static void Refused(string path, string reason)
    {
        var refused = Assert.Throws<InvalidContentException>(() => new ImageEntry(path).Decode());
        Assert.StartsWith(path + " ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
