#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { REPLY_TIMEOUT_SECONDS = 20 };

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// A connected, blocking socket, as soon as something listens.
int listening_socket_wait(int port, double seconds)
{
    struct sockaddr_in address = loopback(port);
    uint64_t end = now_ns() + (uint64_t)(seconds * 1e9);
    while (now_ns() < end) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
        close(fd);
        usleep(20000);
    }
    fail("nothing listens on port %d", port);
}

int connect_nonblocking(int port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("socket: %s", strerror(errno));
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Reset instead of FIN: thousands of sockets in TIME_WAIT would slow the next contestant's connects.
    struct linger reset = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS)
        fail("connect to port %d: %s", port, strerror(errno));
    return fd;
}

void request_blocking(int port, const char *method, const char *path)
{
    int fd = listening_socket_wait(port, REPLY_TIMEOUT_SECONDS);
    struct timeval timeout = {.tv_sec = REPLY_TIMEOUT_SECONDS};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    char text[512];
    int length = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n", method, path);
    if (send(fd, text, (size_t)length, MSG_NOSIGNAL) != length) fail("sending %s %s: %s", method, path, strerror(errno));
    ssize_t got = recv(fd, text, sizeof text - 1, 0);
    if (got < 12) fail("no answer to %s %s", method, path);
    text[got] = 0;
    if (strncmp(text, "HTTP/1.1 2", 10) != 0) fail("%s %s answered: %s", method, path, text);
    close(fd);
}
