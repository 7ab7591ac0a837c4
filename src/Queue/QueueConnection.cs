using Hangfire.Logging;
using Hangfire.PostgreSql;
using Npgsql;

namespace WFrame.Queue;

/// <summary>The database that machines share: Hangfire's tables in a schema of their own.</summary>
internal sealed class QueueConnection : IDisposable
{
    /// <summary>Schema of the tables.</summary>
    public const string Schema = "wframe";

    private const string WrongPassword = "28P01";
    private const string NoRole = "28000";
    private const string NoDatabase = "3D000";
    private readonly NpgsqlDataSource _source;

    private QueueConnection(NpgsqlDataSource source, PostgreSqlStorage storage) =>
        (_source, Storage) = (source, storage);

    public PostgreSqlStorage Storage { get; }

    /// <summary>Opens the database, and makes the tables where they are missing.</summary>
    /// <param name="connection">Npgsql's connection string.</param>
    /// <param name="lost">Time without a sign of life after which a shard of a worker is another's; the sign is given five times as often.</param>
    /// <exception cref="UsageException">The string cannot be read, or the server refuses user, password or database.</exception>
    /// <exception cref="IOException">The server is not to be reached.</exception>
    public static QueueConnection Open(string connection, TimeSpan lost)
    {
        // Hangfire would look for the logging library of the program; it says nothing that a user needs.
        LogProvider.SetCurrentLogProvider(new SilentLog());
        // Disposed with the connection, or below.
#pragma warning disable CA2000
        var source = Try(() =>
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "wframe" })
        );
#pragma warning restore CA2000
        try
        {
            return Try(() => new QueueConnection(source, Tables(source, lost)));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Does something with the database; what it or the network refuses becomes a sentence.</summary>
    public static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Told(e) is { } told)
        {
            throw told;
        }
    }

    private static PostgreSqlStorage Tables(NpgsqlDataSource source, TimeSpan lost)
    {
        // What is wrong with user and network is told before the tables are looked for.
        source.OpenConnection().Dispose();
        return new PostgreSqlStorage(
            new SourceFactory(source),
            new PostgreSqlStorageOptions
            {
                SchemaName = Schema,
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = lost,
                QueuePollInterval = TimeSpan.FromSeconds(1),
                DistributedLockTimeout = TimeSpan.FromMinutes(2),
                JobExpirationCheckInterval = TimeSpan.FromHours(1),
            }
        );
    }

    private static Exception? Told(Exception failure) =>
        failure switch
        {
            PostgresException { SqlState: WrongPassword or NoRole or NoDatabase } refused => new UsageException(
                $"Connection is refused by the database: {refused.MessageText}; give a user, password and database that it knows.",
                "Connection"
            ),
            PostgresException other => new IOException($"the database: {other.MessageText}.", other),
            NpgsqlException or TimeoutException or System.Net.Sockets.SocketException => new IOException(
                $"the database is not to be reached: {failure.Message.TrimEnd('.')}; see that it runs and that Host and Port of the connection are right.",
                failure
            ),
            ArgumentException or KeyNotFoundException or FormatException => new UsageException(
                $"Connection cannot be read: {failure.Message.TrimEnd('.')}; write it as \"Host=db;Database=wframe;Username=wframe;Password=...\".",
                "Connection"
            ),
            _ => null,
        };

    private sealed class SourceFactory(NpgsqlDataSource source) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => source.CreateConnection();
    }

    private sealed class SilentLog : ILogProvider
    {
        public ILog GetLogger(string name) => Silent.Instance;
    }

    private sealed class Silent : ILog
    {
        public static Silent Instance { get; } = new();

        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
