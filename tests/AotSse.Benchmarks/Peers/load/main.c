#include "load.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

// Events in one POST: many, so that publishing costs little beside the delivery that is measured.
enum { TOPICS_BATCH = 250, WARM_UP_EVENTS = 200, EPOLL_BATCH = 512 };

static const double ConnectTimeout = 30, DrainTimeout = 2, WarmUp = 1, Settle = 0.5, StallTimeout = 0.5;

static int epoll;
static int stalls;

_Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static double seconds_now(void) { return (double)now_ns() / 1e9; }

static void turn(int timeout_ms)
{
    struct epoll_event events[EPOLL_BATCH];
    int count = epoll_wait(epoll, events, EPOLL_BATCH, timeout_ms);
    for (int i = 0; i < count; i++) {
        if (events[i].data.u32 == UINT32_MAX) publisher_event(events[i].events);
        else stream_event((int)events[i].data.u32, events[i].events);
    }
}

static void turn_until(double end)
{
    for (double left; (left = end - seconds_now()) > 0;) turn((int)(left * 1000) + 1);
}

// The time until every subscriber has its response head.
static double connect_all(const struct options *options, int count)
{
    double begin = seconds_now();
    for (int i = 0; i < count; i++) {
        stream_connect(i, options, published);
        // Those that are answered meanwhile wait in the kernel: an accept storm is what is asked for.
    }
    while (streams_open + streams_failed < count) {
        if (seconds_now() - begin > ConnectTimeout) fail("only %d of %d subscribers had a response head after %.0f s", streams_open, count, ConnectTimeout);
        turn(100);
    }
    return seconds_now() - begin;
}

// Until all have everything, or nothing has come for a while.
static void drain(int count)
{
    uint64_t seen = delivered;
    double end = seconds_now() + DrainTimeout;
    while (seconds_now() < end && !(publisher_idle() && slowest_sequence(count) >= published)) {
        turn(20);
        if (delivered != seen) end = seconds_now() + DrainTimeout;
        seen = delivered;
    }
}

// As fast as the slowest subscriber takes them: nobody has to drop anything, whatever its buffers are.
static void saturate(const struct options *options, double end)
{
    // A sixteenth of the window: coarse enough to cost little, fine enough to keep the contestant busy throughout.
    bool bulk = options->work == WORK_SATURATED;
    int batch = bulk && options->window >= 16 ? options->window / 16 : 1;
    double moved = seconds_now();
    uint32_t slowest = slowest_sequence(options->subscribers);
    for (double now = moved; now < end; now = seconds_now()) {
        uint32_t before = slowest;
        slowest = slowest_sequence(options->subscribers);
        if (slowest != before) moved = now;
        while (published - slowest + (uint32_t)batch <= (uint32_t)options->window && (bulk || posts_unanswered() < options->depth))
            publish_all(options, batch);
        if (now - moved > StallTimeout) {
            // Someone lost events and waits for a number that never comes.
            publish_all(options, batch);
            moved = now;
            stalls++;
        }
        turn(10);
    }
}

static void pace(const struct options *options, double end)
{
    double interval = 1.0 / options->rate;
    for (double next = seconds_now(); next < end; next += interval) {
        turn_until(next);
        publish_all(options, 1);
        bad_read();
    }
    turn_until(end);
}

// One event to each topic; ends when all have it.
static void publish_each(const struct options *options)
{
    published++;
    for (int topic = 0; topic < options->subscribers; topic += TOPICS_BATCH) {
        int left = options->subscribers - topic;
        publish_to(options, topic, left < TOPICS_BATCH ? left : TOPICS_BATCH);
        turn(0);
    }
    drain(options->subscribers);
}

static void publish_during(const struct options *options, double seconds)
{
    if (options->work == WORK_SATURATED || options->work == WORK_POSTS) saturate(options, seconds_now() + seconds);
    else if (options->work == WORK_PACED) pace(options, seconds_now() + seconds);
    else if (options->work == WORK_TOPICS) publish_each(options);
    else turn_until(seconds_now() + seconds);
}

static void collect(const struct options *options)
{
    if (options->collects) request_blocking(options->port, "GET", "/gc");
}

// One subscriber and some events: what is compiled or allocated at the first use is not what is measured.
static void warm_up(const struct options *options)
{
    connect_all(options, 1);
    for (int i = 0; i < WARM_UP_EVENTS; i++) {
        if (options->work == WORK_TOPICS) {
            published++;
            publish_to(options, 0, 1);
        } else {
            publish_all(options, 1);
        }
        turn_until(seconds_now() + 0.001);
    }
    drain(1);
    if (delivered == 0) fail("no event arrived while warming up");
    streams_close(1);
    streams_failed = 0;
    turn_until(seconds_now() + Settle);
}

static void run(const struct options *options)
{
    publisher_open(options, epoll);
    streams_prepare(options->subscribers, epoll, options->work == WORK_TOPICS);
    warm_up(options);
    collect(options);
    long resident_before = tree_resident_bytes(options->pid);
    lost = out_of_order = 0;

    double connect_seconds = connect_all(options, options->subscribers);
    bad_connect(options);
    turn_until(seconds_now() + (options->work == WORK_IDLE ? options->settle : Settle));
    if (options->work == WORK_IDLE) collect(options);
    long resident_idle = tree_resident_bytes(options->pid);

    if (options->work != WORK_TOPICS && options->work != WORK_IDLE) publish_during(options, WarmUp);
    histogram_clear();
    measure_latency = true;
    uint64_t delivered_before = delivered;
    double beside = options->beside ? tree_cpu_seconds(options->beside) : 0;
    double cpu = tree_cpu_seconds(options->pid), own = own_cpu_seconds(), begin = seconds_now();
    publish_during(options, options->seconds);
    double seconds = seconds_now() - begin;
    cpu = tree_cpu_seconds(options->pid) - cpu;
    own = own_cpu_seconds() - own;
    if (options->beside) beside = tree_cpu_seconds(options->beside) - beside;
    uint64_t measured = delivered - delivered_before;
    measure_latency = false;

    drain(options->subscribers);
    if (options->work == WORK_TOPICS) collect(options);
    long resident_after = tree_resident_bytes(options->pid);
    streams_count_missing(options->subscribers, published);
    printf("{\"delivered\":%lu,\"seconds\":%.6f,\"serverCpuSeconds\":%.6f,\"clientCpuSeconds\":%.6f,\"besideCpuSeconds\":%.6f,"
           "\"p50\":%.4f,\"p99\":%.4f,\"max\":%.4f,\"lost\":%lu,\"outOfOrder\":%lu,\"stalls\":%d,\"failed\":%d,\"connectSeconds\":%.4f,"
           "\"residentBefore\":%ld,\"residentIdle\":%ld,\"residentAfter\":%ld}\n",
           measured, seconds, cpu, own, beside, histogram_quantile_ms(0.5), histogram_quantile_ms(0.99), histogram_max_ms(),
           lost, out_of_order, stalls, streams_failed, connect_seconds, resident_before, resident_idle, resident_after);
}

static enum work parse_work(const char *name)
{
    static const char *const names[] = {"saturated", "posts", "paced", "idle", "topics"};
    for (int i = 0; i < 5; i++)
        if (strcmp(name, names[i]) == 0) return (enum work)i;
    fail("unknown work %s", name);
}

int main(int argc, char **argv)
{
    // Nobody is left to read the result of a client whose benchmark has died.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct options options = {.stream_path = "/stream/", .publish_path = "/publish", .topic = "all", .rate = 40, .window = 512, .depth = 16, .settle = 2, .seconds = 5};
    enum { WORK, PORT, PUBLISH_PORT, PUBLISH_PATH, ONE_BY_ONE, SUBSCRIBERS, RATE, WINDOW, DEPTH, SECONDS, PID, COLLECTS, STALLED, TRICKLING, SETTLE, TOPIC, NDJSON, BESIDE };
    static const struct option known[] = {
        {"work", 1, 0, WORK}, {"port", 1, 0, PORT}, {"publish-port", 1, 0, PUBLISH_PORT}, {"publish-path", 1, 0, PUBLISH_PATH},
        {"one-by-one", 0, 0, ONE_BY_ONE}, {"subscribers", 1, 0, SUBSCRIBERS}, {"rate", 1, 0, RATE}, {"window", 1, 0, WINDOW},
        {"depth", 1, 0, DEPTH}, {"seconds", 1, 0, SECONDS}, {"pid", 1, 0, PID}, {"collects", 0, 0, COLLECTS},
        {"stalled", 1, 0, STALLED}, {"trickling", 1, 0, TRICKLING}, {"settle", 1, 0, SETTLE},
        {"topic", 1, 0, TOPIC}, {"ndjson", 0, 0, NDJSON}, {"beside", 1, 0, BESIDE}, {0}};
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (option) {
        case WORK: options.work = parse_work(optarg); break;
        case PORT: options.port = atoi(optarg); break;
        case PUBLISH_PORT: options.publish_port = atoi(optarg); break;
        case PUBLISH_PATH: options.publish_path = optarg; break;
        case ONE_BY_ONE: options.one_by_one = true; break;
        case SUBSCRIBERS: options.subscribers = atoi(optarg); break;
        case RATE: options.rate = atoi(optarg); break;
        case WINDOW: options.window = atoi(optarg); break;
        case DEPTH: options.depth = atoi(optarg); break;
        case SECONDS: options.seconds = atof(optarg); break;
        case PID: options.pid = atoi(optarg); break;
        case COLLECTS: options.collects = true; break;
        case STALLED: options.stalled = atoi(optarg); break;
        case TRICKLING: options.trickling = atoi(optarg); break;
        case SETTLE: options.settle = atof(optarg); break;
        case TOPIC: options.topic = optarg; break;
        case NDJSON: options.ndjson = true; break;
        case BESIDE: options.beside = atoi(optarg); break;
        default: return 2;
        }
    }
    if (!options.port || options.subscribers < 1 || options.pid < 1 || options.rate < 1) fail("--work, --port, --subscribers and --pid are needed");
    if (!options.publish_port) options.publish_port = options.port;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    run(&options);
    return 0;
}
