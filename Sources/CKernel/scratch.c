/* A folder of files that no process outlives. Everything here may run in a signal handler. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry {
    uint64_t inode;
    int64_t next;
    unsigned short size;
    unsigned char type;
    char name[];
};

/* What lies in `folder` goes, folders in it too where they are empty. readdir(3) takes locks; getdents64(2) does not. */
static void empty(int folder) {
    _Alignas(struct entry) char buffer[2048];
    for (;;) {
        long size = syscall(SYS_getdents64, folder, buffer, sizeof buffer);
        if (size <= 0) return;
        for (long at = 0; at < size;) {
            struct entry *entry = (struct entry *)(buffer + at);
            at += entry->size;
            if (!strcmp(entry->name, ".") || !strcmp(entry->name, "..")) continue;
            if (unlinkat(folder, entry->name, 0) < 0) unlinkat(folder, entry->name, AT_REMOVEDIR);
        }
    }
}

int remove_scratch_folder(const char *path) {
    /* A worker of a ring may still be making a file in it: some tries, with a pause between. */
    for (int tries = 0; tries < 100; tries++) {
        if (rmdir(path) == 0 || errno == ENOENT) return 0;
        if (errno != ENOTEMPTY && errno != EEXIST) break;
        int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder < 0) break;
        empty(folder);
        close(folder);
        if (tries) poll(NULL, 0, 1);
    }
    return -errno;
}

static char scratch[4096];

static void end(int signal) {
    remove_scratch_folder(scratch);
    _exit(128 + signal);
}

int end_with_scratch_folder(const char *path) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = end};
    if (strlen(path) >= sizeof scratch) return -ENAMETOOLONG;
    strcpy(scratch, path);
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (is_signal_ignored(signals[i]) && signals[i] != SIGTERM) continue;
        if (sigaction(signals[i], &action, NULL) < 0) return -errno;
    }
    return 0;
}
