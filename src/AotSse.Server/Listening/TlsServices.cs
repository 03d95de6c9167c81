namespace AotSse.Server.Listening;

/// <summary>The container from which Kestrel takes what TLS needs, its own metrics among it: the one part of it that cannot be made without one.</summary>
internal sealed class TlsServices : IWebHostBuilder
{
    private readonly ServiceCollection _services = new();

    private TlsServices()
    {
    }

    /// <summary>Registers Kestrel's services as a host would, and builds them.</summary>
    public static ServiceProvider Create(ILoggerFactory loggers)
    {
        var host = new TlsServices();
        host.UseKestrelCore();
        host._services.AddMetrics();
        host._services.AddSingleton(loggers);
        return host._services.BuildServiceProvider();
    }

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(_services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices) => throw new NotSupportedException();

    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => throw new NotSupportedException();

    public IWebHostBuilder UseSetting(string key, string? value) => throw new NotSupportedException();

    public string? GetSetting(string key) => null;

#pragma warning disable ASPDEPR008 // Obsolete from .NET 10 on, and still what the interface asks for.
    public IWebHost Build() => throw new NotSupportedException("This only gathers services.");
#pragma warning restore ASPDEPR008
}
