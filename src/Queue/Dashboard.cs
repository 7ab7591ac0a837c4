using System.Net;
using Hangfire;
using Hangfire.Dashboard;
using WFrame.Jobs;

namespace WFrame.Queue;

/// <summary>
/// Hangfire's dashboard, for looking only, and a page of the shards, served by the base library's own small server: the
/// command needs no web framework. Every request gives the password.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="folder">Results, for the page of shards.</param>
/// <param name="password">What every request must know; the user's name is of no matter.</param>
internal sealed class Dashboard(QueueConnection connection, JobFolder? folder, string password)
{
    private const string Realm = "Basic realm=\"wframe\", charset=\"UTF-8\"";
    private const string ShardsPath = "/shards";

    /// <summary>Serves until asked to stop.</summary>
    /// <param name="address">For instance http://127.0.0.1:5080/.</param>
    /// <param name="started">Told when requests are taken.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The address is taken, or not ours.</exception>
    public void Serve(Uri address, Action started, CancellationToken cancellation)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(address.ToString());
        try
        {
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            throw new IOException($"{address} cannot be served: {e.Message.TrimEnd('.')}; choose another Port.", e);
        }
        using var stop = cancellation.Register(listener.Stop);
        started();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var context = listener.GetContext();
                _ = Task.Run(() => Answer(context), CancellationToken.None);
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped, or one connection broke.
            }
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            if (!Knows(context.Request.Headers["Authorization"]))
            {
                context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
                context.Response.AddHeader("WWW-Authenticate", Realm);
            }
            else if (folder is not null && context.Request.Url!.AbsolutePath == ShardsPath)
            {
                var page = Encoding.UTF8.GetBytes(ShardPage.Of(folder));
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.OutputStream.WriteAsync(page).ConfigureAwait(false);
            }
            else
            {
                await Dispatch(context).ConfigureAwait(false);
            }
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

    private async Task Dispatch(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (DashboardRoutes.Routes.FindDispatcher(path) is not { } found)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }
        var options = new DashboardOptions
        {
            AppPath = folder is null ? null : ShardsPath,
            DashboardTitle = "wframe jobs",
            // A browser gives the password by itself, so a page of somebody else's could press a button.
            IsReadOnlyFunc = _ => true,
            IgnoreAntiforgeryToken = true,
            DisplayStorageConnectionString = false,
        };
        var dashboard = new ListenerDashboard(connection.Storage, options, context, found.Item2);
        await found.Item1.Dispatch(dashboard).ConfigureAwait(false);
    }

    private bool Knows(string? authorization)
    {
        const string Basic = "Basic ";
        if (authorization?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length))
        {
            return false;
        }
        var given = Encoding.UTF8.GetString(bytes, 0, length);
        // The same time for every wrong password.
        return CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given[(given.IndexOf(':', StringComparison.Ordinal) + 1)..])),
            SHA256.HashData(Encoding.UTF8.GetBytes(password))
        );
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
