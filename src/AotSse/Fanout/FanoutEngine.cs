using AotSse.Log;
using AotSse.Telemetry;

namespace AotSse.Fanout;

/// <summary>What all push streams of a hub share.</summary>
/// <param name="Memory">What all logs together may take.</param>
/// <param name="Epoch">Names the ids.</param>
/// <param name="Clock">Tells how old events are.</param>
/// <param name="Sweeps">Runs the sweeps.</param>
/// <param name="Meters">Counts.</param>
/// <param name="WritesTraces">Whether events carry the trace of who published them.</param>
internal sealed record FanoutEngine(LogMemory Memory, LogEpoch Epoch, LogClock Clock, SweepQueue Sweeps, EngineMeters Meters, bool WritesTraces = false);
