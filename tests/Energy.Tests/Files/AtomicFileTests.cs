using WFrame.Files;
using WFrame.Testing;

namespace WFrame.Energy.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_a_file_being_written_Then_nobody_else_may_read_it_and_at_the_end_it_has_the_usual_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        File.WriteAllText(_folder.At("usual"), "");
        var target = _folder.At("written");
        UnixFileMode? during = null;

        AtomicFile.Write(
            target,
            stream =>
            {
                var temporary = Assert.Single(Directory.GetFiles(_folder.Path, "*.tmp"));
                during = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(temporary);
                stream.WriteByte(1);
            }
        );

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, during);
        Assert.Equal(File.GetUnixFileMode(_folder.At("usual")), File.GetUnixFileMode(target));
    }
}
