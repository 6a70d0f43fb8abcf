/* An echo server on epoll: see echo.h. MODE is "level". */
#define _GNU_SOURCE
#include "echo.h"
#include <sys/epoll.h>

static void send_all(int socket, const char *bytes, size_t count) {
    for (size_t sent = 0; sent < count;) {
        ssize_t result = send(socket, bytes + sent, count - sent, MSG_NOSIGNAL);
        check(result, "send");
        sent += (size_t)result;
    }
}

int main(int argc, char **argv) {
    static struct echo echo;
    begin_echo(&echo, argc, argv);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    check(epoll, "epoll_create1");
    for (unsigned index = 0; index < echo.connections; index++) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = echo.sockets[index]};
        check(epoll_ctl(epoll, EPOLL_CTL_ADD, echo.sockets[index], &event), "epoll_ctl");
    }
    while (!is_over(&echo.progress)) {
        struct epoll_event events[256];
        int ready = epoll_wait(epoll, events, 256, -1);
        check(ready, "epoll_wait");
        for (int index = 0; index < ready; index++) {
            char buffer[BUFFER_SIZE];
            ssize_t size = recv(events[index].data.fd, buffer, sizeof buffer, MSG_DONTWAIT);
            check(size, "recv");
            if (size == 0) return 1;
            send_all(events[index].data.fd, buffer, (size_t)size);
            note_bytes(&echo.progress, (uint64_t)size);
        }
    }
    return end_echo(&echo);
}
