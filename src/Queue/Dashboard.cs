using System.Net;
using Hangfire;
using Hangfire.Dashboard;
using WFrame.Jobs;
using WFrame.Reports;

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
        using var server = new PageServer(address, Answer);
        using var stop = cancellation.Register(server.Dispose);
        started();
        server.Serve();
    }

    private async Task Answer(HttpListenerContext context)
    {
        if (!Knows(context.Request.Headers["Authorization"]))
        {
            context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
            context.Response.AddHeader("WWW-Authenticate", Realm);
        }
        else if (folder is not null && context.Request.Url!.AbsolutePath == ShardsPath)
        {
            await PageServer.Send(context.Response, ShardPage.Of(folder)).ConfigureAwait(false);
        }
        else
        {
            await Dispatch(context).ConfigureAwait(false);
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
}
