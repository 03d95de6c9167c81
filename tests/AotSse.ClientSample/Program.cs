using AotSse.ClientSample;

// A native service and a native client of it, in one binary: "serve" prints its address, "listen <address>" prints what it receives.
return args switch
{
    ["serve"] => await Server.RunAsync(),
    ["listen", var address] => await Listener.RunAsync(new Uri(address)),
    _ => 2,
};
