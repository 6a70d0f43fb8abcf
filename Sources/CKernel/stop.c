/* A user's or a service manager's wish that this process stop, kept until somebody looks. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t stop_descriptor = -1;

static void handle(int signal) {
    const uint64_t one = 1;
    int before = errno;
    /* An event counter that nobody reads stays readable. It cannot be full: each signal comes here once. */
    if (write(stop_descriptor, &one, sizeof one) < 0) _exit(128 + signal);
    errno = before;
}

int is_signal_ignored(int signal) {
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int catch_stop_signals(int event) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESETHAND | SA_RESTART};
    sigemptyset(&action.sa_mask);
    stop_descriptor = event;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (is_signal_ignored(signals[i])) continue;
        if (sigaction(signals[i], &action, NULL) < 0) return -errno;
    }
    return 0;
}
