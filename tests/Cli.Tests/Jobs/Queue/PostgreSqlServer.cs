using System.Net;
using System.Net.Sockets;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Jobs.Queue;

/// <summary>A fact that needs PostgreSQL's programs (Debian: postgresql); skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute() =>
        Skip = PostgreSqlServer.Programs is null
            ? "needs initdb and pg_ctl of PostgreSQL (Debian: postgresql), and as root its account"
            : null;
}

/// <summary>A cluster of its own in a temporary folder, on a loopback port, as an unprivileged user; stopped at the end.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string Password = "it's a secret";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();

    public PostgreSqlServer()
    {
        if (Programs is null)
        {
            return;
        }
        File.WriteAllText(_folder.At("password"), Password);
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", "postgres", _folder.Path);
        }
        AsUser(
            "initdb",
            "--pgdata",
            Data,
            "--username",
            "wframe",
            "--auth",
            "scram-sha-256",
            "--pwfile",
            _folder.At("password"),
            "--no-sync"
        );
        Start();
    }

    /// <summary>Folder of the programs; null where there are none.</summary>
    public static string? Programs { get; } =
        Directory.Exists("/usr/lib/postgresql") && MayBecomeUnprivileged()
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;

    public string Connection => With(Password);

    private string Data => _folder.At("data");

    public string With(string password) =>
        $"Host=127.0.0.1;Port={_port};Database=postgres;Username=wframe;Password=\"{password}\";Maximum Pool Size=20;Timeout=5";

    public void Start() =>
        AsUser(
            "pg_ctl",
            "start",
            "--pgdata",
            Data,
            "--wait",
            "--log",
            _folder.At("log"),
            "--options",
            $"-p {_port} -k {_folder.Path} -c listen_addresses=127.0.0.1 -c fsync=off"
        );

    /// <summary>As a crash is: connections break, nothing is written any more.</summary>
    public void Stop() => AsUser("pg_ctl", "stop", "--pgdata", Data, "--mode", "immediate", "--wait");

    public void Dispose()
    {
        if (Programs is not null && File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            Stop();
        }
        _folder.Dispose();
    }

    private static void AsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        if (Environment.IsPrivilegedProcess)
        {
            Run("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static bool MayBecomeUnprivileged() =>
        !Environment.IsPrivilegedProcess
        || Code("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", "true") == 0;

    private static void Run(string program, params string[] arguments)
    {
        var code = Code(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}");
    }

    private static int Code(string program, params string[] arguments)
    {
        // pg_ctl's server keeps what it inherits open, so its output goes nowhere and errors to the log.
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1 < /dev/null", program, .. arguments]
        );
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
