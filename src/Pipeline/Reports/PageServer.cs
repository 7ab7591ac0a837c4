using System.Net;

namespace WFrame.Reports;

/// <summary>Pages for a browser, by the base library's own small server: no web framework is needed.</summary>
internal sealed class PageServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answer;
    private volatile bool _isStopped;

    /// <summary>Takes the address; requests wait until <see cref="Serve"/> is called.</summary>
    /// <param name="address">For instance http://127.0.0.1:5080/; requests for other hosts are refused.</param>
    /// <param name="answer">Answers one request; the response is closed behind it.</param>
    /// <exception cref="IOException">The address is taken, or not ours.</exception>
    public PageServer(Uri address, Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;
        _listener.Prefixes.Add(address.ToString());
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException e)
        {
            _listener.Close();
            throw new IOException($"{address} cannot be served: {e.Message.TrimEnd('.')}; choose another Port.", e);
        }
    }

    /// <summary>Answers requests, several at a time, until it is disposed.</summary>
    public void Serve()
    {
        while (!_isStopped)
        {
            try
            {
                var context = _listener.GetContext();
                _ = Task.Run(() => Answer(context), CancellationToken.None);
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped, or one connection broke.
            }
        }
    }

    /// <summary>A page of text.</summary>
    public static async Task Send(HttpListenerResponse response, string html)
    {
        var page = Encoding.UTF8.GetBytes(html);
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength64 = page.Length;
        await response.OutputStream.WriteAsync(page).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _isStopped = true;
        _listener.Close();
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            await _answer(context).ConfigureAwait(false);
        }
        // A page that fails is one page.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            TryFail(context.Response, e);
        }
        finally
        {
            TryClose(context.Response);
        }
    }

    private static void TryFail(HttpListenerResponse response, Exception failure)
    {
        try
        {
            response.StatusCode = (int)HttpStatusCode.InternalServerError;
            response.ContentType = "text/plain; charset=utf-8";
            response.OutputStream.Write(Encoding.UTF8.GetBytes(failure.Message));
        }
        catch (Exception e) when (e is InvalidOperationException or HttpListenerException)
        {
            // Half of the page was sent already.
        }
    }

    private static void TryClose(HttpListenerResponse response)
    {
        try
        {
            response.Close();
        }
        catch (Exception e) when (e is InvalidOperationException or HttpListenerException)
        {
            // The browser has gone.
        }
    }
}
