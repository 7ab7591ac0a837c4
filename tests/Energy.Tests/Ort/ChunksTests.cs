using WFrame.Ort;

namespace WFrame.Energy.Tests.Ort;

public sealed class ChunksTests
{
    [Fact]
    public void Given_memory_for_three_images_When_sixteen_at_once_are_too_many_Then_parts_are_halved_once_and_for_all()
    {
        var chunks = new Chunks(16);
        var done = new List<(int, int)>();
        var refused = 0;

        Run(chunks, 0, 7);
        Run(chunks, 7, 10);

        Assert.Equal([(0, 3), (3, 3), (6, 1), (7, 3)], done);
        Assert.Equal(1, refused);
        Assert.Equal(3, chunks.Largest);

        void Run(Chunks parts, int start, int end) => parts.Run(start, end, Act, e => e is TimeoutException);

        void Act(int start, int count)
        {
            if (count > 3)
            {
                refused++;
                throw new TimeoutException();
            }
            done.Add((start, count));
        }
    }

    [Fact]
    public void Given_no_memory_for_one_image_When_run_Then_the_sentence_says_so_and_keeps_the_cause()
    {
        var cause = new TimeoutException();

        var error = Assert.Throws<InsufficientMemoryException>(() =>
            new Chunks(4).Run(0, 4, (_, _) => throw cause, e => e == cause)
        );

        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public void Given_another_error_When_run_Then_it_comes_through_and_nothing_is_halved()
    {
        var chunks = new Chunks(4);

        Assert.Throws<InvalidOperationException>(() =>
            chunks.Run(0, 4, (_, _) => throw new InvalidOperationException(), e => e is TimeoutException)
        );

        Assert.Equal(4, chunks.Largest);
    }
}
