#include "bound.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 16384, FIRST_INPUT = 512, LARGEST_INPUT = 4 * 1024 * 1024, EPOLL_BATCH = 512 };

static int epoll;

void connection_wait_writable(struct connection *c, bool wait)
{
    struct epoll_event event = {.events = wait ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
    c->parked = wait;
}

static void connection_close(struct connection *c)
{
    if (c->topic) topic_unsubscribe(c->topic, c);
    close(c->fd);
    free(c->input);
    free(c);
}

static void reply(struct connection *c, const char *text) { (void)!send(c->fd, text, strlen(text), MSG_NOSIGNAL); }

// Each line is "<topic> <data>".
static void publish_lines(const char *from, const char *end)
{
    while (from < end) {
        const char *space = memchr(from, ' ', (size_t)(end - from));
        if (!space) return;
        const char *newline = memchr(space, '\n', (size_t)(end - space));
        if (!newline) newline = end;
        topic_publish(topic_find(from, (size_t)(space - from)), space + 1, (size_t)(newline - space - 1));
        from = newline + 1;
    }
}

// Handles one whole request and returns its length; 0 while it is incomplete.
static size_t handle(struct connection *c, char *from, size_t length)
{
    char *head_end = memmem(from, length, "\r\n\r\n", 4);
    if (!head_end) return 0;
    size_t head = (size_t)(head_end + 4 - from), body = 0;
    char *field = memmem(from, head, "Content-Length: ", 16);
    if (field) body = strtoul(field + 16, NULL, 10);
    if (length < head + body) return 0;

    if (strncmp(from, "GET /stream/", 12) == 0) {
        char *topic = from + 12;
        reply(c, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
        topic_subscribe(topic_find(topic, (size_t)((char *)memchr(topic, ' ', length - 12) - topic)), c);
    } else if (strncmp(from, "POST /publish ", 14) == 0) {
        publish_lines(from + head, from + head + body);
        reply(c, "HTTP/1.1 204 No Content\r\n\r\n");
    } else {
        reply(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
    return head + body;
}

// Reads all that is there, so that one sweep delivers it. False when the connection is gone.
static bool receive_all(struct connection *c)
{
    for (;;) {
        if (c->received == c->capacity) {
            if (c->capacity >= LARGEST_INPUT) return true;
            c->capacity = c->capacity ? c->capacity * 4 : FIRST_INPUT;
            c->input = realloc(c->input, c->capacity);
        }
        ssize_t got = recv(c->fd, c->input + c->received, c->capacity - c->received, MSG_DONTWAIT);
        if (got <= 0) return got < 0 && errno == EAGAIN;
        c->received += (size_t)got;
        if (c->received < c->capacity) return true;
    }
}

static void connection_read(struct connection *c)
{
    if (!receive_all(c)) {
        connection_close(c);
        return;
    }
    size_t used = 0;
    for (size_t one; (one = handle(c, c->input + used, c->received - used)) > 0;) used += one;
    memmove(c->input, c->input + used, c->received -= used);
    if (!c->topic || c->received > 0) return;
    // A subscriber sends nothing more.
    free(c->input);
    c->input = NULL;
    c->capacity = 0;
}

static int listen_on(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // inherited by what is accepted
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0) {
        perror("listen");
        exit(1);
    }
    return fd;
}

static void accept_all(int listener)
{
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(void)
{
    const char *port = getenv("PORT");
    int listener = listen_on(port ? atoi(port) : 4000);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[EPOLL_BATCH];
        int count = epoll_wait(epoll, events, EPOLL_BATCH, -1);
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) accept_all(listener);
            else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) connection_read(c);
            else connection_send(c);
        }
        topics_sweep();
    }
}
