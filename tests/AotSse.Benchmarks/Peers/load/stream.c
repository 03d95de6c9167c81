#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum state { CONNECTING, HEAD, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, UNCHUNKED, CLOSED };

// Response heads and unfinished lines; the longest are heads.
enum { CARRY_BYTES = 2048, RECEIVE_BYTES = 256 * 1024, SAMPLED_STREAMS = 128 };

struct stream {
    int fd;
    enum state state;
    bool sampled;
    size_t chunk;
    int carried;
    char carry[CARRY_BYTES];
};

uint64_t delivered, lost, out_of_order;
int streams_open, streams_failed;
bool measure_latency;

static struct stream *streams;
static uint32_t *sequences; // dense, since the publisher looks for the smallest all the time
static char buffer[RECEIVE_BYTES];
static uint64_t received_at;
static int stream_count, epoll_fd;
static bool topic_each;
static const char *stream_path, *stream_topic;

void streams_prepare(int count, int epoll, bool own_topics)
{
    streams = calloc((size_t)count, sizeof *streams);
    sequences = calloc((size_t)count, sizeof *sequences);
    stream_count = count;
    epoll_fd = epoll;
    topic_each = own_topics;
}

void stream_connect(int index, const struct options *options, uint32_t sequence)
{
    struct stream *s = &streams[index];
    memset(s, 0, offsetof(struct stream, carry));
    s->sampled = index % (stream_count / SAMPLED_STREAMS + 1) == 0;
    s->state = CONNECTING;
    s->fd = connect_nonblocking(options->port);
    stream_path = options->stream_path;
    stream_topic = options->topic;
    sequences[index] = sequence;
    struct epoll_event event = {.events = EPOLLOUT, .data.u32 = (uint32_t)index};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, s->fd, &event);
}

static void end_stream(int index, bool failed)
{
    struct stream *s = &streams[index];
    if (s->state == CLOSED) return;
    if (s->state > HEAD) streams_open--;
    if (failed) streams_failed++;
    close(s->fd);
    s->state = CLOSED;
}

static void send_request(int index)
{
    struct stream *s = &streams[index];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    char topic[16], request[256];
    if (topic_each) snprintf(topic, sizeof topic, "%d", index);
    else snprintf(topic, sizeof topic, "%s", stream_topic);
    int length = snprintf(request, sizeof request, "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n", stream_path, topic);
    if (error != 0 || send(s->fd, request, (size_t)length, MSG_NOSIGNAL) != length) {
        end_stream(index, true);
        return;
    }
    s->state = HEAD;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, s->fd, &event);
}

static void on_event(int index, const char *data)
{
    uint32_t sequence = (uint32_t)digits(data, SEQUENCE_DIGITS), expected = sequences[index] + 1;
    data += SEQUENCE_DIGITS + 1;
    delivered++;
    if (sequence < expected) {
        out_of_order++;
        return;
    }
    lost += sequence - expected;
    sequences[index] = sequence;
    if (streams[index].sampled && measure_latency) histogram_add(received_at - digits(data, TIME_DIGITS));
    if (topic_each && digits(data + TIME_DIGITS + 1, TOPIC_DIGITS) != (uint64_t)index) fail("stream %d got the event of another topic", index);
}

static void on_line(int index, const char *line, size_t length)
{
    static const char field[] = "data: ";
    if (length >= sizeof field - 1 + EVENT_BYTES && memcmp(line, field, sizeof field - 1) == 0) on_event(index, line + sizeof field - 1);
}

static void carry(struct stream *s, const char *from, size_t length)
{
    if (s->carried + length > CARRY_BYTES) fail("a response head or line of more than %d bytes", CARRY_BYTES);
    memcpy(s->carry + s->carried, from, length);
    s->carried += (int)length;
}

static void on_body(int index, const char *from, const char *end)
{
    struct stream *s = &streams[index];
    while (from < end) {
        const char *newline = memchr(from, '\n', (size_t)(end - from));
        if (!newline) {
            carry(s, from, (size_t)(end - from));
            return;
        }
        if (s->carried) {
            carry(s, from, (size_t)(newline - from));
            on_line(index, s->carry, (size_t)s->carried);
            s->carried = 0;
        } else {
            on_line(index, from, (size_t)(newline - from));
        }
        from = newline + 1;
    }
}

// Returns where the body begins, or NULL while the head is incomplete.
static const char *on_head(struct stream *s, const char *from, const char *end)
{
    int before = s->carried;
    carry(s, from, (size_t)(end - from) < (size_t)(CARRY_BYTES - 1 - before) ? (size_t)(end - from) : (size_t)(CARRY_BYTES - 1 - before));
    s->carry[s->carried] = 0;
    char *head_end = strstr(s->carry, "\r\n\r\n");
    if (!head_end) return NULL;
    *head_end = 0;
    if (strncmp(s->carry, "HTTP/1.1 200", 12) != 0) fail("a subscriber was answered: %s", s->carry);
    s->state = strcasestr(s->carry, "transfer-encoding: chunked") ? CHUNK_SIZE : UNCHUNKED;
    s->carried = 0;
    s->chunk = 0;
    streams_open++;
    return from + (head_end + 4 - s->carry - before);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void on_bytes(int index, const char *from, const char *end)
{
    struct stream *s = &streams[index];
    while (from && from < end) {
        switch (s->state) {
        case HEAD:
            from = on_head(s, from, end);
            break;
        case CHUNK_SIZE:
            if (*from == '\n') {
                if (s->chunk == 0) {
                    end_stream(index, true);
                    return;
                }
                s->state = CHUNK_DATA;
            } else if (hex(*from) >= 0) {
                s->chunk = s->chunk * 16 + (size_t)hex(*from);
            }
            from++;
            break;
        case CHUNK_DATA: {
            size_t length = (size_t)(end - from) < s->chunk ? (size_t)(end - from) : s->chunk;
            on_body(index, from, from + length);
            from += length;
            s->chunk -= length;
            if (s->chunk == 0) s->state = CHUNK_END;
            break;
        }
        case CHUNK_END:
            if (*from++ == '\n') s->state = CHUNK_SIZE;
            break;
        case UNCHUNKED:
            on_body(index, from, end);
            return;
        default:
            return;
        }
    }
}

void stream_event(int index, uint32_t epoll_events)
{
    struct stream *s = &streams[index];
    if (s->state == CLOSED) return;
    if (s->state == CONNECTING) {
        send_request(index);
        return;
    }
    if (!(epoll_events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    ssize_t got = recv(s->fd, buffer, sizeof buffer, 0);
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) end_stream(index, true);
        return;
    }
    received_at = now_ns();
    on_bytes(index, buffer, buffer + got);
}

void streams_close(int count)
{
    for (int i = 0; i < count; i++) end_stream(i, false);
}

uint32_t slowest_sequence(int count)
{
    uint32_t slowest = UINT32_MAX;
    for (int i = 0; i < count; i++)
        if (sequences[i] < slowest && streams[i].state != CLOSED) slowest = sequences[i];
    return slowest;
}

// What did not come by the end of the run is lost, too.
void streams_count_missing(int count, uint32_t sequence)
{
    for (int i = 0; i < count; i++) lost += sequence - sequences[i];
}
