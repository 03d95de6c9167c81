#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

// The window keeps what waits here far below this.
enum { OUT_BYTES = 4 * 1024 * 1024, LISTEN_TIMEOUT_SECONDS = 20, LINE_BYTES = EVENT_BYTES + 24 };

uint32_t published;

static char out[OUT_BYTES];
static size_t out_begin, out_end;
static int unanswered, matched, publisher_fd, epoll_fd;
static bool ndjson;

void publisher_open(const struct options *options, int epoll)
{
    publisher_fd = listening_socket_wait(options->publish_port, LISTEN_TIMEOUT_SECONDS);
    fcntl(publisher_fd, F_SETFL, fcntl(publisher_fd, F_GETFL) | O_NONBLOCK);
    epoll_fd = epoll;
    ndjson = options->ndjson;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, publisher_fd, &event);
    if (options->ndjson)
        out_end = (size_t)sprintf(out, "POST %s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n", options->publish_path, options->topic);
}

static void flush_out(void)
{
    while (out_begin < out_end) {
        ssize_t sent = send(publisher_fd, out + out_begin, out_end - out_begin, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) break;
        if (sent < 0) fail("publishing: %s", strerror(errno));
        out_begin += (size_t)sent;
    }
    struct epoll_event event = {.events = out_begin < out_end ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.u32 = UINT32_MAX};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, publisher_fd, &event);
    if (out_begin == out_end) out_begin = out_end = 0;
}

static void make_room(size_t length)
{
    if (OUT_BYTES - out_end >= length) return;
    memmove(out, out + out_begin, out_end - out_begin);
    out_end -= out_begin;
    out_begin = 0;
    if (OUT_BYTES - out_end < length) fail("the contestant does not take what is published");
}

static void append_request(const char *path, const char *topic, const char *body, size_t length)
{
    make_room(length + 256);
    out_end += (size_t)sprintf(out + out_end, "POST %s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", path, topic, length);
    memcpy(out + out_end, body, length);
    out_end += length;
    unanswered++;
}

// A chunk of the POST that stays open.
static void append_lines(const char *lines, size_t length, int count)
{
    make_room(length + 32);
    out_end += (size_t)sprintf(out + out_end, "%zx\r\n", length);
    memcpy(out + out_end, lines, length);
    memcpy(out + out_end + length, "\r\n", 2);
    out_end += length + 2;
    unanswered += count;
}

// first_topic < 0: all to the topic "all", numbered on; else one to each topic, all with the same number.
static void publish(const struct options *options, int first_topic, int count)
{
    static char body[1024 * LINE_BYTES];
    size_t length = 0;
    uint64_t time = now_ns();
    for (int i = 0; i < count; i++) {
        char topic[16], data[EVENT_BYTES];
        if (first_topic >= 0) snprintf(topic, sizeof topic, "%d", first_topic + i);
        else snprintf(topic, sizeof topic, "%s", options->topic);
        event_write(data, first_topic < 0 ? ++published : published, time, first_topic < 0 ? 0 : (uint32_t)(first_topic + i));
        if (options->one_by_one) {
            append_request(options->publish_path, topic, data, EVENT_BYTES);
            continue;
        }
        if (length + LINE_BYTES > sizeof body) fail("a batch of %d events is too large", count);
        length += (size_t)sprintf(body + length, options->ndjson ? "{\"data\":\"" : "%s ", topic);
        memcpy(body + length, data, EVENT_BYTES);
        length += EVENT_BYTES;
        length += (size_t)sprintf(body + length, options->ndjson ? "\"}\n" : "\n");
    }
    if (options->ndjson) append_lines(body, length, count);
    else if (!options->one_by_one) append_request(options->publish_path, "", body, length);
    flush_out();
}

void publish_all(const struct options *options, int events) { publish(options, -1, events); }

void publish_to(const struct options *options, int first_topic, int count) { publish(options, first_topic, count); }

int posts_unanswered(void) { return unanswered; }

bool publisher_idle(void) { return unanswered == 0 && out_begin == out_end; }

// Answers are counted by their status lines, which no body contains; those to lines by the member that only events have.
static void on_answers(const char *from, const char *end)
{
    static const char status[] = "HTTP/1.1 2", receipt[] = "\"subscribers\":";
    const char *sign = ndjson ? receipt : status;
    const int length = (int)strlen(sign);
    for (; from < end; from++) {
        if (*from == sign[matched]) {
            if (++matched == length) {
                unanswered--;
                matched = 0;
            }
        } else if (!ndjson && matched == length - 1) {
            fail("publishing was answered: HTTP/1.1 %.*s", (int)(end - from > 300 ? 300 : end - from), from);
        } else {
            matched = *from == sign[0];
        }
    }
}

void publisher_event(uint32_t epoll_events)
{
    static char answers[64 * 1024];
    if (epoll_events & EPOLLOUT) flush_out();
    if (!(epoll_events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    ssize_t got = recv(publisher_fd, answers, sizeof answers, 0);
    if (got == 0) fail("the contestant closed the publisher's connection");
    if (got > 0 && ndjson && memmem(answers, (size_t)got, "\"error\":", 8)) fail("a line was not published: %.*s", (int)(got > 300 ? 300 : got), answers);
    if (got > 0) on_answers(answers, answers + got);
    else if (errno != EAGAIN) fail("reading the publisher's answers: %s", strerror(errno));
}
