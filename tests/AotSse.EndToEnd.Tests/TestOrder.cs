// Pace, drain and start-up are measured against the clock on a machine of two cores: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
