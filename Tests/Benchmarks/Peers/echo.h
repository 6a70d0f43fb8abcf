/* What every echo server in C has in common: it listens on the loopback, starts the client, accepts all connections before
 * it reads the first message, and counts messages and the processor time that it takes for them.
 *
 *     PROGRAM MODE CONNECTIONS MESSAGES CLIENT SETUP_FLAGS
 *
 * CLIENT is the path of echo-client. It prints what that prints, and nanoseconds of this process for each of MESSAGES,
 * which come after a tenth as many that don't count. */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 64, BUFFER_SIZE = 2048, GREATEST_CONNECTIONS = 16384 };

static inline void check(long result, const char *call) {
    if (result >= 0) return;
    fprintf(stderr, "%s: %s\n", call, strerror(result == -1 ? errno : (int)-result));
    exit(1);
}

/* One of the processors that this process may use, in turn. */
static inline void bind_to_processor(int number) {
    cpu_set_t allowed, chosen;
    check(sched_getaffinity(0, sizeof allowed, &allowed), "sched_getaffinity");
    number %= CPU_COUNT(&allowed);
    CPU_ZERO(&chosen);
    for (int processor = 0; processor < CPU_SETSIZE; processor++) {
        if (!CPU_ISSET(processor, &allowed) || number-- > 0) continue;
        CPU_SET(processor, &chosen);
        break;
    }
    check(sched_setaffinity(0, sizeof chosen, &chosen), "sched_setaffinity");
}

static inline uint64_t clock_nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* How far an echo has come. */
struct progress {
    uint64_t uncounted, messages; /* wanted */
    uint64_t bytes;               /* echoed */
    uint64_t start, end;          /* on the process's clock */
};

static inline void note_bytes(struct progress *progress, uint64_t bytes) {
    uint64_t before = progress->bytes / MESSAGE_SIZE;
    progress->bytes += bytes;
    uint64_t after = progress->bytes / MESSAGE_SIZE;
    if (before < progress->uncounted && after >= progress->uncounted)
        progress->start = clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    if (after == progress->uncounted + progress->messages)
        progress->end = clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
}

static inline int is_over(const struct progress *progress) { return progress->end != 0; }

struct echo {
    const char *mode;
    unsigned connections;
    unsigned setup_flags;
    int sockets[GREATEST_CONNECTIONS];
    struct progress progress;
    pid_t client;
};

static inline void begin_echo(struct echo *echo, int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: %s MODE CONNECTIONS MESSAGES CLIENT SETUP_FLAGS\n", argv[0]);
        exit(2);
    }
    echo->mode = argv[1];
    echo->connections = (unsigned)strtoul(argv[2], NULL, 10);
    if (echo->connections == 0 || echo->connections > GREATEST_CONNECTIONS) exit(2);
    echo->progress = (struct progress){.messages = strtoull(argv[3], NULL, 10)};
    echo->progress.uncounted = echo->progress.messages / 10 + 1;
    echo->setup_flags = (unsigned)strtoul(argv[5], NULL, 0);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(listener, "socket");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    check(bind(listener, (struct sockaddr *)&address, size), "bind");
    check(listen(listener, GREATEST_CONNECTIONS), "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
    char port[16];
    snprintf(port, sizeof port, "%u", ntohs(address.sin_port));
    char *arguments[] = {argv[4], port, argv[2], argv[3], NULL};
    extern char **environ;
    int error = posix_spawn(&echo->client, argv[4], NULL, NULL, arguments, environ);
    check(-error, "posix_spawn");
    bind_to_processor(0);
    for (unsigned index = 0; index < echo->connections; index++) {
        echo->sockets[index] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        check(echo->sockets[index], "accept4");
    }
    close(listener);
}

static inline int end_echo(struct echo *echo) {
    int status;
    check(waitpid(echo->client, &status, 0), "waitpid");
    if (status != 0) return 1;
    printf("%.3f\n", (double)(echo->progress.end - echo->progress.start) / (double)echo->progress.messages);
    return 0;
}
