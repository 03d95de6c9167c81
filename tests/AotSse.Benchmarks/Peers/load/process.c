#include "load.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// nginx has a master and a worker; none of the contestants has more.
enum { MAX_PROCESSES = 32 };

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t) != 0) fail("the contestant ended during the measurement");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double own_cpu_seconds(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

// The children of the first thread: those that fork do it there.
static int process_tree(int pid, int *pids)
{
    int count = 1;
    pids[0] = pid;
    for (int i = 0; i < count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/task/%d/children", pids[i], pids[i]);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        while (count < MAX_PROCESSES && fscanf(file, "%d", &pids[count]) == 1) count++;
        fclose(file);
    }
    return count;
}

// User and system time, as utime + stime of /proc/<pid>/stat, but in nanoseconds instead of ticks of 10 ms.
double tree_cpu_seconds(int pid)
{
    int pids[MAX_PROCESSES];
    int count = process_tree(pid, pids);
    double sum = 0;
    for (int i = 0; i < count; i++) {
        clockid_t clock;
        if (clock_getcpuclockid(pids[i], &clock) == 0) sum += seconds_of(clock);
    }
    return sum;
}

long tree_resident_bytes(int pid)
{
    int pids[MAX_PROCESSES];
    int count = process_tree(pid, pids);
    long sum = 0;
    for (int i = 0; i < count; i++) {
        char path[64], line[256];
        snprintf(path, sizeof path, "/proc/%d/status", pids[i]);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        long kib;
        while (fgets(line, sizeof line, file))
            if (sscanf(line, "VmRSS: %ld", &kib) == 1) sum += kib * 1024;
        fclose(file);
    }
    return sum;
}
