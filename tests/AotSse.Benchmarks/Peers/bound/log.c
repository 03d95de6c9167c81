#include "bound.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// A prime above the 10,000 topics of the largest work.
enum { BUCKETS = 16381, SMALLEST_LOG = 512 };

static struct topic *buckets[BUCKETS];
static struct topic *dirty;

struct topic *topic_find(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    struct topic **bucket = &buckets[hash % BUCKETS];
    for (struct topic *t = *bucket; t; t = t->next)
        if (strncmp(t->name, name, length) == 0 && t->name[length] == 0) return t;
    struct topic *t = calloc(1, sizeof *t);
    if (length >= sizeof t->name) abort();
    memcpy(t->name, name, length);
    t->next = *bucket;
    return *bucket = t;
}

void topic_subscribe(struct topic *t, struct connection *c)
{
    if (t->count == t->room) {
        t->room = t->room ? t->room * 2 : 1;
        t->subscribers = realloc(t->subscribers, (size_t)t->room * sizeof *t->subscribers);
    }
    t->subscribers[t->count++] = c;
    c->topic = t;
    c->cursor = t->head;
}

void topic_unsubscribe(struct topic *t, struct connection *c)
{
    for (int i = 0; i < t->count; i++)
        if (t->subscribers[i] == c) {
            t->subscribers[i] = t->subscribers[--t->count];
            return;
        }
}

static void make_room(struct topic *t, size_t bytes)
{
    if (t->head - t->base + bytes <= t->capacity) return;

    // Drop what all have.
    uint64_t oldest = t->head;
    for (int i = 0; i < t->count; i++)
        if (t->subscribers[i]->cursor < oldest) oldest = t->subscribers[i]->cursor;
    if (oldest > t->base) memmove(t->log, t->log + (oldest - t->base), t->head - oldest);
    t->base = oldest;
    while (t->head - t->base + bytes > t->capacity) {
        t->capacity = t->capacity ? t->capacity * 4 : SMALLEST_LOG;
        t->log = realloc(t->log, t->capacity);
    }
}

void topic_publish(struct topic *t, const char *data, size_t length)
{
    char id[32];
    int id_length = snprintf(id, sizeof id, "id: %u\ndata: ", ++t->events);
    size_t payload = (size_t)id_length + length + 2;
    make_room(t, payload + 16);
    char *to = t->log + (t->head - t->base), *begin = to;
    to += sprintf(to, "%zx\r\n", payload);
    memcpy(to, id, (size_t)id_length);
    to += id_length;
    memcpy(to, data, length);
    to += length;
    memcpy(to, "\n\n\r\n", 4);
    t->head += (uint64_t)(to + 4 - begin);
    if (t->dirty) return;
    t->dirty = true;
    t->next_dirty = dirty;
    dirty = t;
}

void connection_send(struct connection *c)
{
    struct topic *t = c->topic;
    while (c->cursor < t->head) {
        ssize_t sent = send(c->fd, t->log + (c->cursor - t->base), t->head - c->cursor, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            // Errors are left to the read side, which closes.
            if (errno == EAGAIN && !c->parked) connection_wait_writable(c, true);
            return;
        }
        c->cursor += (uint64_t)sent;
    }
    if (c->parked) connection_wait_writable(c, false);
}

void topics_sweep(void)
{
    while (dirty) {
        struct topic *t = dirty;
        dirty = t->next_dirty;
        t->dirty = false;
        for (int i = 0; i < t->count; i++)
            if (!t->subscribers[i]->parked) connection_send(t->subscribers[i]);
    }
}
