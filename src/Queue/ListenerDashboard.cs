using System.Net;
using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Dashboard;

namespace WFrame.Queue;

/// <summary>Requests of the base library's server as Hangfire's dashboard knows them.</summary>
internal sealed class ListenerDashboard : DashboardContext
{
    public ListenerDashboard(JobStorage storage, DashboardOptions options, HttpListenerContext context, Match match)
        : base(storage, options)
    {
        (Request, Response, UriMatch) = (
            new ListenerRequest(context.Request),
            new ListenerResponse(context.Response),
            match
        );
    }

    private sealed class ListenerRequest(HttpListenerRequest request) : DashboardRequest
    {
        public override string Method => request.HttpMethod;

        public override string Path => request.Url!.AbsolutePath;

        public override string PathBase => "";

        public override string LocalIpAddress => $"{request.LocalEndPoint?.Address}";

        public override string RemoteIpAddress => $"{request.RemoteEndPoint?.Address}";

        public override string GetQuery(string key) => request.QueryString[key]!;

        public override async Task<IList<string>> GetFormValuesAsync(string key)
        {
            using var reader = new StreamReader(request.InputStream, request.ContentEncoding);
            var form = await reader.ReadToEndAsync().ConfigureAwait(false);
            return
            [
                .. form.Split('&', StringSplitOptions.RemoveEmptyEntries)
                    .Select(pair => pair.Split('=', 2))
                    .Where(pair => WebUtility.UrlDecode(pair[0]) == key)
                    .Select(pair => WebUtility.UrlDecode(pair.Length > 1 ? pair[1] : "")),
            ];
        }
    }

    private sealed class ListenerResponse(HttpListenerResponse response) : DashboardResponse
    {
        public override string ContentType
        {
            get => response.ContentType ?? "";
            set => response.ContentType = value;
        }

        public override int StatusCode
        {
            get => response.StatusCode;
            set => response.StatusCode = value;
        }

        public override Stream Body => response.OutputStream;

        public override void SetExpire(DateTimeOffset? value)
        {
            if (value is { } until)
            {
                response.Headers["Expires"] = until.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        public override Task WriteAsync(string text) => Body.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
    }
}
