using AotSse.Log;
using AotSse.Telemetry;

namespace AotSse.Fanout;

/// <summary>What all push streams of a hub share.</summary>
/// <param name="Memory">What all logs together may take.</param>
/// <param name="Epoch">Names the ids of events that stay in this process.</param>
/// <param name="Clock">Tells how old events are.</param>
/// <param name="Sweeps">Runs the sweeps.</param>
/// <param name="Meters">Counts.</param>
/// <param name="Outlet">Where events go, if not straight into their topics' logs.</param>
/// <param name="WritesTraces">Whether events carry the trace of who published them.</param>
internal sealed record FanoutEngine(LogMemory Memory, LogEpoch Epoch, LogClock Clock, SweepQueue Sweeps, EngineMeters Meters, EventOutlet? Outlet = null, bool WritesTraces = false);
