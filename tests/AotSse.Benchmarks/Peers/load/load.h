// The load client of the command `fanout`: subscribes, publishes, and measures one contestant.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum work { WORK_SATURATED, WORK_POSTS, WORK_PACED, WORK_IDLE, WORK_TOPICS };

struct options {
    enum work work;
    int port;             // GET <stream path><topic>
    int publish_port;
    bool one_by_one;      // POST <stream path><topic> with one event as body, instead of POST /publish with a line for each
    const char *stream_path;
    const char *publish_path;
    const char *topic;    // of all subscribers, but in the work of many topics
    bool ndjson;          // one POST <publish path><topic> that stays open: a line for each event, and one for each answer
    int subscribers;
    int rate;             // events/s of the paced work
    int stalled;          // further clients that never read
    int trickling;        // further clients that read a byte a second
    int window;           // events the slowest subscriber may lag behind the publisher
    int depth;            // POSTs without an answer, in the work of single posts
    double settle, seconds;
    int pid;              // of the contestant
    int beside;           // of a process whose time is measured too; 0 for none
    bool collects;        // GET /gc makes it give back memory
};

// Aborts the run with a message for the person at the terminal.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// process.c: time and the contestant's process tree.
uint64_t now_ns(void);
double own_cpu_seconds(void);
double tree_cpu_seconds(int pid);
long tree_resident_bytes(int pid);

// histogram.c: latencies, to about 1.5 %.
void histogram_clear(void);
void histogram_add(uint64_t ns);
double histogram_quantile_ms(double share);
double histogram_max_ms(void);

// event.c: the data of one event.
enum { EVENT_BYTES = 100, SEQUENCE_DIGITS = 10, TIME_DIGITS = 19, TOPIC_DIGITS = 5 };
void event_write(char *to, uint32_t sequence, uint64_t time, uint32_t topic);
uint64_t digits(const char *from, int count);

// net.c
int listening_socket_wait(int port, double seconds);
int connect_nonblocking(int port);
void request_blocking(int port, const char *method, const char *path);

// stream.c: the subscribers.
extern uint64_t delivered;
extern uint64_t lost;
extern uint64_t out_of_order;
extern int streams_open;      // with their response head
extern int streams_failed;
extern bool measure_latency;
void streams_prepare(int count, int epoll, bool own_topics);
void stream_connect(int index, const struct options *options, uint32_t sequence);
void stream_event(int index, uint32_t epoll_events);
void streams_close(int count);
uint32_t slowest_sequence(int count);
void streams_count_missing(int count, uint32_t sequence);

// bad.c: clients that hardly read, beside those that are measured.
void bad_connect(const struct options *options);
void bad_read(void); // a byte of each that reads at all, once a second

// publish.c: one keep-alive connection that posts events.
extern uint32_t published;
void publisher_open(const struct options *options, int epoll);
void publish_all(const struct options *options, int events);             // to the topic "all"
void publish_to(const struct options *options, int first_topic, int count); // one event to each
int posts_unanswered(void);                                               // events, where they are lines of one POST
bool publisher_idle(void);
void publisher_event(uint32_t epoll_events);
