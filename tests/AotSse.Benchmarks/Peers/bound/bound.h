// The bound: what Linux itself costs. One thread, epoll, non-blocking send, no HTTP beyond what the load client says.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct topic;

struct connection {
    int fd;
    struct topic *topic;  // set once it subscribed
    uint64_t cursor;
    bool parked;          // its socket is full
    size_t received;
    size_t capacity;
    char *input;          // publishers and unfinished requests only
};

struct topic {
    struct topic *next;
    struct topic *next_dirty;
    bool dirty;
    char name[24];
    uint32_t events;
    char *log;            // encoded events, each a chunk
    size_t capacity;
    uint64_t base, head;  // positions of log[0] and of the end
    struct connection **subscribers;
    int count, room;
};

// log.c
struct topic *topic_find(const char *name, size_t length);
void topic_subscribe(struct topic *t, struct connection *c);
void topic_unsubscribe(struct topic *t, struct connection *c);
void topic_publish(struct topic *t, const char *data, size_t length);
void topics_sweep(void);
void connection_send(struct connection *c);

// main.c
void connection_wait_writable(struct connection *c, bool wait);
