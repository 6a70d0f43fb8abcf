/* Has messages of 64 bytes echoed over many connections, one under way on each, as fast as they come back.
 *
 *     echo-client PORT CONNECTIONS MESSAGES
 *
 * With 0 MESSAGES it only connects, and ends when the server closes the first connection. Otherwise it
 * prints messages a second, and the nanoseconds within which 99 of 100 came back, of the last MESSAGES: a tenth as many
 * that don't count go before them. It runs on the second of the processors that it may use. */
#define _GNU_SOURCE
#include "echo.h"
#include <sys/epoll.h>
#include <sys/resource.h>

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

struct connection {
    int socket;
    unsigned received;
    uint64_t sent_at;
};

static void send_message(struct connection *connection) {
    static const char message[MESSAGE_SIZE] = "echo";
    connection->received = 0;
    connection->sent_at = clock_nanoseconds(CLOCK_MONOTONIC);
    if (send(connection->socket, message, sizeof message, MSG_NOSIGNAL) != sizeof message) {
        fprintf(stderr, "echo-client: send: %s\n", strerror(errno));
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: echo-client PORT CONNECTIONS MESSAGES\n");
        return 2;
    }
    unsigned count = (unsigned)strtoul(argv[2], NULL, 10);
    uint64_t messages = strtoull(argv[3], NULL, 10), uncounted = messages / 10 + 1;
    if (count == 0 || count > GREATEST_CONNECTIONS) return 2;
    struct rlimit limit;
    check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    bind_to_processor(1);
    static struct connection connections[GREATEST_CONNECTIONS];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    check(epoll, "epoll_create1");
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)atoi(argv[1]))};
    for (unsigned index = 0; index < count; index++) {
        int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        check(number, "socket");
        check(connect(number, (struct sockaddr *)&address, sizeof address), "connect");
        connections[index].socket = number;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[index]};
        check(epoll_ctl(epoll, EPOLL_CTL_ADD, number, &event), "epoll_ctl");
    }
    if (messages == 0) {
        char byte;
        return recv(connections[0].socket, &byte, 1, 0) == 0 ? 0 : 1;
    }
    uint32_t *latencies = malloc(messages * sizeof *latencies);
    if (latencies == NULL) return 1;
    uint64_t sent = 0, back = 0, start = 0, total = uncounted + messages;
    for (unsigned index = 0; index < count && sent < total; index++, sent++) send_message(&connections[index]);
    while (back < total) {
        struct epoll_event events[256];
        int ready = epoll_wait(epoll, events, 256, 10000);
        check(ready, "epoll_wait");
        if (ready == 0) {
            fprintf(stderr, "echo-client: no answer for ten seconds, %llu came\n", (unsigned long long)back);
            return 1;
        }
        for (int index = 0; index < ready; index++) {
            struct connection *connection = events[index].data.ptr;
            char buffer[MESSAGE_SIZE];
            ssize_t size = recv(connection->socket, buffer, sizeof buffer - connection->received, MSG_DONTWAIT);
            if (size <= 0) {
                fprintf(stderr, "echo-client: recv: %s\n", size == 0 ? "the end" : strerror(errno));
                return 1;
            }
            connection->received += (unsigned)size;
            if (connection->received < MESSAGE_SIZE) continue;
            uint64_t now = clock_nanoseconds(CLOCK_MONOTONIC);
            if (back >= uncounted) latencies[back - uncounted] = (uint32_t)(now - connection->sent_at);
            if (++back == uncounted) start = now;
            if (sent < total) {
                sent++;
                send_message(connection);
            }
        }
    }
    double seconds = (double)(clock_nanoseconds(CLOCK_MONOTONIC) - start) / 1e9;
    qsort(latencies, messages, sizeof *latencies, compare);
    printf("%.1f %u\n", (double)messages / seconds, latencies[(messages - 1) * 99 / 100]);
    return 0;
}
