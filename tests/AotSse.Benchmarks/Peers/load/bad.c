#include "load.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

// So that the contestant's socket is full soon, too.
enum { SMALL_WINDOW = 4096 };

static int *readers;
static int reader_count;
static uint64_t read_at;

static int subscribe(const struct options *options)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), window = SMALL_WINDOW;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    char request[256];
    int length = snprintf(request, sizeof request, "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n", options->stream_path, options->topic);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0 || send(fd, request, (size_t)length, MSG_NOSIGNAL) != length)
        fail("a client that is to read slowly cannot connect");
    return fd;
}

void bad_connect(const struct options *options)
{
    for (int i = 0; i < options->stalled; i++) subscribe(options);
    readers = calloc((size_t)options->trickling + 1, sizeof *readers);
    reader_count = options->trickling;
    for (int i = 0; i < reader_count; i++) readers[i] = subscribe(options);
}

void bad_read(void)
{
    uint64_t now = now_ns();
    if (now - read_at < 1000000000u) return;
    read_at = now;
    char byte;
    for (int i = 0; i < reader_count; i++) recv(readers[i], &byte, 1, MSG_DONTWAIT);
}
