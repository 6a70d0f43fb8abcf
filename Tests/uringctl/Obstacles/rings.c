/* rings hold FOLDER: holds rings in every state that a report about a process shows, until it is killed.
 * rings leaderless: one ring, held by a thread that has outlived the first one.
 * rings zombie: a child that has ended, and is not reaped.
 * rings count ENTRIES BOUND: how many rings there can be at once, by liburing alone.
 *
 * The first three write one line once all is in place: the number of the process that matters. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void require(int result, const char *what) {
    if (result >= 0) return;
    fprintf(stderr, "%s: %s\n", what, strerror(-result));
    exit(2);
}

static void tell(pid_t pid) {
    printf("%d\n", pid);
    fflush(stdout);
}

static void no_operations(struct io_uring *ring, int count) {
    for (int i = 0; i < count; i++) io_uring_prep_nop(io_uring_get_sqe(ring));
    require(io_uring_submit(ring), "submit");
}

static void hold(const char *folder) {
    static struct io_uring busy, full, polled, unnamed, blocked;
    char path[4096];

    /* 4 slots of files, of which one has a name; 1 buffer; 2 personalities; 1 poll; 3 completions; 2 entries that are
     * not submitted. */
    require(io_uring_queue_init(8, &busy, 0), "queue_init");
    snprintf(path, sizeof path, "%s/canary-registered", folder);
    int files[4] = {open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), -1, -1, -1};
    require(io_uring_register_files(&busy, files, 4), "register_files");
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct iovec buffer = {page, 4096};
    require(io_uring_register_buffers(&busy, &buffer, 1), "register_buffers");
    require(io_uring_register_personality(&busy), "register_personality");
    require(io_uring_register_personality(&busy), "register_personality");
    int ends[2];
    require(pipe(ends), "pipe");
    io_uring_prep_poll_add(io_uring_get_sqe(&busy), ends[0], POLLIN);
    no_operations(&busy, 3);
    io_uring_smp_store_release(busy.sq.ktail, *busy.sq.ktail + 2);

    /* 4 completions and 2 that found no room. */
    require(io_uring_queue_init(2, &full, 0), "queue_init");
    for (int i = 0; i < 3; i++) no_operations(&full, 2);

    /* A polling thread, and two descriptors. */
    require(io_uring_queue_init(64, &polled, IORING_SETUP_SQPOLL), "queue_init");
    require(dup(polled.ring_fd), "dup");

    /* Mapped, without a descriptor. */
    require(io_uring_queue_init(16, &unnamed, 0), "queue_init");
    close(unnamed.ring_fd);

    /* A worker that waits for somebody to write into a FIFO. */
    require(io_uring_queue_init(4, &blocked, 0), "queue_init");
    snprintf(path, sizeof path, "%s/fifo", folder);
    if (mkfifo(path, 0600) < 0) require(-errno, "mkfifo");
    struct io_uring_sqe *entry = io_uring_get_sqe(&blocked);
    io_uring_prep_openat(entry, AT_FDCWD, path, O_RDONLY, 0);
    entry->flags |= IOSQE_ASYNC;
    require(io_uring_submit(&blocked), "submit");
    tell(getpid());
    for (;;) pause();
}

static __attribute__((noreturn)) void *outlive(void *first) {
    static struct io_uring ring;
    pthread_join(*(pthread_t *)first, NULL);
    require(io_uring_queue_init(8, &ring, 0), "queue_init");
    tell(getpid());
    for (;;) pause();
}

static void leaderless(void) {
    static pthread_t first, second;
    first = pthread_self();
    require(-pthread_create(&second, NULL, outlive, &first), "pthread_create");
    pthread_exit(NULL);
}

static void zombie(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    siginfo_t end;
    if (waitid(P_PID, child, &end, WEXITED | WNOWAIT) < 0) require(-errno, "waitid");
    tell(child);
    for (;;) pause();
}

static int count(unsigned entries, int bound) {
    struct io_uring *rings = calloc(bound, sizeof *rings);
    int made = 0, result = 0;
    while (made < bound && (result = io_uring_queue_init(entries, &rings[made], 0)) == 0) made++;
    printf("%d %d\n", made, made == bound ? 0 : -result);
    return 0;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (argc == 4 && !strcmp(what, "count")) return count(atoi(argv[2]), atoi(argv[3]));
    /* Whoever started it may be killed at its deadline. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (argc == 3 && !strcmp(what, "hold")) hold(argv[2]);
    if (argc == 2 && !strcmp(what, "leaderless")) leaderless();
    if (argc == 2 && !strcmp(what, "zombie")) zombie();
    fprintf(stderr, "rings hold FOLDER | leaderless | zombie | count ENTRIES BOUND\n");
    return 2;
}
