using System.Net;
using WFrame.Reports;

namespace WFrame.Cli.Verbs.Train;

/// <summary>The report of a training at work, for browsers on this machine.</summary>
internal sealed class LivePage : IDisposable
{
    /// <summary>Whatever a page holds, it fetches nothing but itself.</summary>
    private const string Policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'";

    private readonly PageServer _server;
    private readonly Task _serving;
    private Func<string> _page = Waiting;

    /// <summary>Takes the port.</summary>
    /// <exception cref="UsageException">Somebody else has it.</exception>
    public LivePage(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        try
        {
            _server = new PageServer(Address, Answer);
        }
        catch (IOException e)
        {
            throw new UsageException(
                $"--serve {port} is not to be had ({e.InnerException!.Message.TrimEnd('.')}); give another port, for instance --serve {(port < 65535 ? port + 1 : 5081)}."
            );
        }
        _serving = Task.Factory.StartNew(
            _server.Serve,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Says what makes the page, from now on.</summary>
    public void Show(Func<string> page) => Volatile.Write(ref _page, page);

    public void Dispose()
    {
        _server.Dispose();
        _serving.Wait();
    }

    private static string Waiting()
    {
        var page = new HtmlPage("wframe train");
        page.Status("The images are being read; this page renews itself.");
        page.Script(PageScript.Parts);
        page.Script(PageScript.Renewal);
        return page.ToString();
    }

    private Task Answer(HttpListenerContext context)
    {
        context.Response.AddHeader("Content-Security-Policy", Policy);
        context.Response.AddHeader("Cache-Control", "no-store");
        if (context.Request.HttpMethod == "GET" && context.Request.Url!.AbsolutePath == "/")
        {
            return PageServer.Send(context.Response, Volatile.Read(ref _page)());
        }
        context.Response.StatusCode = (int)HttpStatusCode.NotFound;
        return Task.CompletedTask;
    }
}
