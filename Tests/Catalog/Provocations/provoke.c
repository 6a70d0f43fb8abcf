/* Makes calls of io_uring fail on purpose, each on a ring of its own where it needs one, and prints for each
 * "CALL ERRNO WORDS": which call, the errno that it answered ("none" for success), and words of the meaning that this
 * is a case of. Exits with 77 where io_uring is refused. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the header may be. */
enum { SINGLE_ISSUER = 1 << 12, DEFER_TASKRUN = 1 << 13, NO_MMAP = 1 << 14, REGISTERED_FD_ONLY = 1 << 15 };
enum {
    REGISTER_RING_FDS = 20, REGISTER_PBUF_RING = 22, UNREGISTER_PBUF_RING = 23, REGISTER_SYNC_CANCEL = 24,
    REGISTER_PBUF_STATUS = 26, REGISTER_FILE_ALLOC_RANGE = 25, REGISTER_NAPI = 27, REGISTER_CLONE_BUFFERS = 30, REGISTER_RESIZE_RINGS = 33
};
#define PBUF_OFFSET 0x80000000ul
#define NOWHERE ((void *)8)

static int null_file;

static long negated(long result) {
    return result < 0 ? -errno : result;
}

static long setup(unsigned entries, void *parameters) {
    return negated(syscall(__NR_io_uring_setup, entries, parameters));
}

static long enter(int ring, unsigned submissions, unsigned completions, unsigned flags, void *argument, size_t size) {
    return negated(syscall(__NR_io_uring_enter, ring, submissions, completions, flags, argument, size));
}

static long register_(int ring, unsigned operation, void *argument, unsigned count) {
    return negated(syscall(__NR_io_uring_register, ring, operation, argument, count));
}

static long map(void *address, size_t size, int flags, int file, unsigned long offset) {
    void *mapped = mmap(address, size, PROT_READ | PROT_WRITE, flags, file, (off_t)offset);
    return mapped == MAP_FAILED ? -errno : 0;
}

static void *page(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* A ring with `flags`, whose memory nobody maps: its descriptor. */
static int bare(unsigned flags) {
    struct io_uring_params parameters = {.flags = flags};
    return (int)setup(8, &parameters);
}

static long bare_closed(unsigned flags) {
    int ring = bare(flags);
    if (ring >= 0) close(ring);
    return ring;
}

/* A ring in memory of the program's own. */
static long in_own_memory(unsigned flags) {
    struct io_uring_params parameters = {.flags = NO_MMAP | flags};
    /* user_addr is the last member of both. */
    void *addresses[] = {page(), page()};
    memcpy((char *)&parameters.cq_off + sizeof parameters.cq_off - 8, &addresses[0], 8);
    memcpy((char *)&parameters.sq_off + sizeof parameters.sq_off - 8, &addresses[1], 8);
    return setup(8, &parameters);
}

static void told(const char *call, long result, const char *words) {
    const char *name = result < 0 ? strerrorname_np((int)-result) : "none";
    printf("%s %s %s\n", call, name != NULL ? name : "unnamed", words);
}

/* ---- In another thread ---- */

static int shared_ring;
static long elsewhere_result;

static void *submit_there(void *unused) {
    elsewhere_result = enter(shared_ring, 1, 0, 0, NULL, 0);
    return unused;
}

static void *wait_there(void *unused) {
    elsewhere_result = enter(shared_ring, 0, 0, IORING_ENTER_GETEVENTS, NULL, 0);
    return unused;
}

static void *register_there(void *unused) {
    int files[1] = {-1};
    elsewhere_result = register_(shared_ring, IORING_REGISTER_FILES, files, 1);
    return unused;
}

static long elsewhere(unsigned flags, void *(*body)(void *)) {
    pthread_t thread;
    shared_ring = bare(flags);
    if (shared_ring < 0) return 0;
    pthread_create(&thread, NULL, body, NULL);
    pthread_join(thread, NULL);
    close(shared_ring);
    return elsewhere_result;
}

/* ---- Completions ---- */

static struct io_uring ring;
static struct io_uring_sqe *entry;

static struct io_uring_sqe *next(void) {
    entry = io_uring_get_sqe(&ring);
    io_uring_prep_nop(entry);
    return entry;
}

/* What the request with this `user_data` comes to, of `count` in the queue. */
static long outcome_of(uint64_t user_data, unsigned count) {
    long result = 0;
    io_uring_submit_and_wait(&ring, count);
    for (unsigned i = 0; i < count; i++) {
        struct io_uring_cqe *completion;
        if (io_uring_wait_cqe(&ring, &completion) < 0) break;
        if (completion->user_data == user_data) result = completion->res;
        io_uring_cqe_seen(&ring, completion);
    }
    return result;
}

static long outcome(void) {
    entry->user_data = 1;
    return outcome_of(1, 1);
}

static void completions(void) {
    char byte;
    int sockets[2], numbers[1] = {null_file};
    struct __kernel_timespec soon = {0, 1000}, never = {1000, 0}, wrong = {-1, 0};
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    io_uring_queue_init(8, &ring, 0);

    next()->opcode = 250;
    told("completion", outcome(), "an operation, or a flag of an entry, that this kernel does not know");
    next()->ioprio = 5;
    told("completion", outcome(), "a field of the entry that the operation does not use is not 0");
    next()->personality = 77;
    told("completion", outcome(), "a personality that is not registered");
    io_uring_prep_link_timeout(next(), &soon, 0);
    told("completion", outcome(), "a LINK_TIMEOUT that follows no linked request");
    io_uring_prep_timeout(next(), &wrong, 0, 0);
    told("completion", outcome(), "a timeout with a negative time");
    io_uring_prep_read(next(), -1, &byte, 1, 0);
    told("completion", outcome(), "the entry's descriptor is not open");
    io_uring_prep_read(next(), 0, &byte, 1, 0);
    entry->flags = IOSQE_FIXED_FILE;
    told("completion", outcome(), "IOSQE_FIXED_FILE, and there is no file");
    io_uring_prep_rw(40 /* MSG_RING */, next(), null_file, NULL, 0, 0);
    told("completion", outcome(), "MSG_RING to what is no ring");
    io_uring_prep_timeout(next(), NOWHERE, 0, 0);
    told("completion", outcome(), "the address in the entry is no memory");
    io_uring_prep_read_fixed(next(), null_file, &byte, 1, 0, 0);
    told("completion", outcome(), "none registered at buf_index");
    next()->flags = IOSQE_BUFFER_SELECT;
    told("completion", outcome(), "takes no buffers from a group");
    io_uring_prep_recv(next(), sockets[0], NULL, 1, 0);
    entry->flags = IOSQE_BUFFER_SELECT;
    entry->buf_group = 55;
    write(sockets[1], "x", 1);
    told("completion", outcome(), "the group of buffers is empty or not there");
    read(sockets[0], &byte, 1);
    io_uring_prep_recv(next(), sockets[0], &byte, 1, MSG_DONTWAIT);
    told("completion", outcome(), "would have had to wait");
    io_uring_prep_timeout(next(), &soon, 0, 0);
    told("completion", outcome(), "the time has passed");
    io_uring_prep_cancel(next(), NOWHERE, 0);
    told("completion", outcome(), "there is no such request");
    io_uring_prep_remove_buffers(next(), 1, 77);
    told("completion", outcome(), "of REMOVE_BUFFERS");
    io_uring_prep_openat(next(), AT_FDCWD, "/nonexistent", O_RDONLY, 0);
    told("completion", outcome(), "there is no such file");
    io_uring_prep_openat(next(), AT_FDCWD, "/dev/null", O_RDONLY, 0);
    entry->file_index = 1;
    told("completion", outcome(), "no table of files");
    io_uring_prep_openat(next(), AT_FDCWD, "/dev/null", O_RDONLY, 0);
    entry->file_index = ~0u;
    told("completion", outcome(), "the table of files is full, or there is none");
    register_(ring.ring_fd, IORING_REGISTER_FILES, numbers, 1);
    io_uring_prep_openat(next(), AT_FDCWD, "/dev/null", O_RDONLY, 0);
    entry->file_index = ~0u;
    told("completion", outcome(), "the table of files is full");
    io_uring_prep_provide_buffers(next(), &byte, 1, 0, 1, 0);
    told("completion", outcome(), "PROVIDE_BUFFERS of 0");
    io_uring_prep_provide_buffers(next(), (void *)-4096l, 65536, 65535, 1, 0);
    told("completion", outcome(), "more bytes than there are addresses");
    io_uring_prep_provide_buffers(next(), &byte, 1, 65535, 4, 0);
    outcome();
    io_uring_prep_provide_buffers(next(), &byte, 1, 1, 4, 0);
    told("completion", outcome(), "to a group that has 65535 already");

    io_uring_prep_read(next(), -1, &byte, 1, 0);
    entry->flags = IOSQE_IO_LINK;
    next()->user_data = 1;
    told("completion", outcome_of(1, 2), "a request linked before it failed");
    io_uring_prep_timeout(next(), &never, 0, 0);
    entry->user_data = 9;
    io_uring_prep_timeout_remove(next(), 9, 0);
    told("completion", outcome_of(9, 2), "it was cancelled");
    next()->flags = IOSQE_IO_LINK;
    io_uring_prep_link_timeout(next(), &never, 0);
    entry->user_data = 1;
    told("completion", outcome_of(1, 2), "the request that it watched was complete in time");

    struct io_uring_buf_reg group = {.ring_addr = (uintptr_t)page(), .ring_entries = 8, .bgid = 3};
    register_(ring.ring_fd, REGISTER_PBUF_RING, &group, 1);
    io_uring_prep_provide_buffers(next(), &byte, 1, 1, 3, 0);
    told("completion", outcome(), "a group that is a ring of buffers");
    io_uring_queue_exit(&ring);

    io_uring_queue_init(8, &ring, IORING_SETUP_IOPOLL);
    io_uring_prep_read(next(), null_file, &byte, 1, 0);
    told("completion", outcome(), "IORING_SETUP_IOPOLL on a file");
    io_uring_prep_poll_add(next(), sockets[0], 1);
    told("completion", outcome(), "an operation that a ring for polling");
    io_uring_queue_exit(&ring);

    struct io_uring_restriction only_nop = {.opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_NOP};
    io_uring_queue_init(8, &ring, IORING_SETUP_R_DISABLED);
    register_(ring.ring_fd, IORING_REGISTER_RESTRICTIONS, &only_nop, 1);
    told("register", register_(ring.ring_fd, IORING_REGISTER_RESTRICTIONS, &only_nop, 1),
         "or restrictions are registered already");
    register_(ring.ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
    io_uring_prep_read(next(), null_file, &byte, 1, 0);
    told("completion", outcome(), "the ring has restrictions");
    told("register", register_(ring.ring_fd, IORING_REGISTER_PROBE, NULL, 0), "the ring has restrictions");
    io_uring_queue_exit(&ring);
}

/* ---- Calls ---- */

static void setups(void) {
    struct io_uring_params zero = {0}, reserved = {.resv = {1}}, few = {.flags = IORING_SETUP_CQSIZE, .cq_entries = 4};
    struct io_uring_params attached = {.flags = IORING_SETUP_ATTACH_WQ, .wq_fd = (unsigned)null_file};
    struct io_uring_params lost = {.flags = IORING_SETUP_ATTACH_WQ, .wq_fd = ~0u};
    struct io_uring_params far = {
        .flags = IORING_SETUP_SQPOLL | IORING_SETUP_SQ_AFF, .sq_thread_cpu = 1u << 20};
    told("setup", setup(8, NULL), "the second argument is no address");
    told("setup", setup(0, &zero), "the number of entries is 0");
    told("setup", setup(32769, &zero), "the number of entries is 0, or above 32768");
    told("setup", bare_closed(1u << 31), "a flag that this kernel does not know");
    told("setup", bare_closed(IORING_SETUP_SQ_AFF), "SQ_AFF needs SQPOLL");
    told("setup", bare_closed(DEFER_TASKRUN), "DEFER_TASKRUN needs SINGLE_ISSUER");
    told("setup", bare_closed(REGISTERED_FD_ONLY), "REGISTERED_FD_ONLY needs NO_MMAP");
    told("setup", bare_closed(IORING_SETUP_SQPOLL | IORING_SETUP_COOP_TASKRUN), "SQPOLL with COOP_TASKRUN");
    told("setup", setup(8, &few), "IORING_SETUP_CQSIZE with cq_entries");
    told("setup", setup(8, &reserved), "the reserved words");
    told("setup", setup(8, &attached), "wq_fd is open but no ring");
    told("setup", setup(8, &lost), "wq_fd is no open descriptor");
    told("setup", setup(8, &far), "a processor that is not there");
    told("setup", bare_closed(NO_MMAP), "IORING_SETUP_NO_MMAP without memory");
}

static void mappings(void) {
    int descriptor = bare(0), own = (int)in_own_memory(0), event = eventfd(0, 0);
    told("mmap", map(NULL, 4096, MAP_SHARED, descriptor, PBUF_OFFSET), "a group of buffers that is not there");
    told("mmap", map(NULL, 4096, MAP_SHARED, descriptor, 0x18000000), "there is nothing at this offset");
    told("mmap", map(NULL, 4096, MAP_SHARED, own, 0), "the ring was made with IORING_SETUP_NO_MMAP");
    told("mmap", map((void *)0x700000000000, 4096, MAP_SHARED, descriptor, 0), "an address was asked for");
    told("mmap", map(NULL, 4096, MAP_SHARED, event, 0), "of a kind that cannot be mapped");
    told("mmap", map(NULL, 4096, MAP_SHARED, open("/dev/null", O_RDONLY), 0), "not open for what the map is to do");
    told("mmap", map(NULL, 4096, MAP_SHARED, -1, 0), "the descriptor is not open");
    close(descriptor);
}

static void entries(void) {
    struct __kernel_timespec soon = {0, 1000};
    struct io_uring_getevents_arg argument = {.ts = (uintptr_t)&soon};
    const unsigned wait = IORING_ENTER_GETEVENTS, extended = wait | IORING_ENTER_EXT_ARG;
    int descriptor = bare(0), disabled = bare(IORING_SETUP_R_DISABLED);
    told("enter", enter(descriptor, 0, 0, 1u << 31, NULL, 0), "a flag that this kernel does not know");
    told("enter", enter(descriptor, 0, 1, extended, &argument, 7), "the size of the argument is not 24");
    told("enter", enter(77, 0, 0, 1u << 4, NULL, 0), "the number is above 15");
    told("enter", enter(-1, 0, 0, 0, NULL, 0), "the first argument is not an open descriptor");
    told("enter", enter(3, 0, 0, 1u << 4, NULL, 0), "this thread has no ring at that index");
    told("enter", enter(null_file, 0, 0, 0, NULL, 0), "the descriptor is open but no ring");
    told("enter", enter(disabled, 0, 0, 0, NULL, 0), "and is not enabled");
    told("enter", enter(descriptor, 0, 1, wait, NOWHERE, 8), "the signal mask");
    told("enter", enter(descriptor, 0, 1, extended, NOWHERE, sizeof argument), "the argument of IORING_ENTER_EXT_ARG");
    told("enter", enter(descriptor, 0, 1, extended, &argument, sizeof argument),
         "the timeout of IORING_ENTER_EXT_ARG passed");
    told("enter", elsewhere(SINGLE_ISSUER, submit_there), "IORING_SETUP_SINGLE_ISSUER, and another thread submits");
    told("enter", elsewhere(SINGLE_ISSUER | DEFER_TASKRUN, wait_there), "another thread waits");
    close(descriptor);
    close(disabled);
}

static void registrations(void) {
    int descriptor = bare(0), other = bare(0), polling = bare(IORING_SETUP_IOPOLL), event = eventfd(0, 0), none = -1;
    int closed[1] = {9999}, files[1] = {null_file};
    struct iovec nowhere = {NOWHERE, 4096};
    struct io_uring_buf_reg group = {.ring_addr = (uintptr_t)page(), .ring_entries = 3, .bgid = 1};
    struct { uint32_t group, head, reserved[8]; } status = {.group = 99};
    struct { uint32_t source, rest[7]; } clone = {.source = (uint32_t)other};
    struct { uint32_t first, count; uint64_t reserved; } range = {~0u, 2};
    uint64_t cancel[8] = {[0] = 5, [2] = ~0ull, [3] = ~0ull}, napi[2] = {0};
    struct io_uring_params larger = {.sq_entries = 64, .cq_entries = 64};

    told("register", register_(descriptor, 9999, NULL, 0), "an operation that this kernel does not know");
    told("register", register_(descriptor, IORING_REGISTER_PROBE, NULL, 1),
         "an argument or a count that the operation does not take");
    told("register", register_(-1, IORING_UNREGISTER_BUFFERS, NULL, 0),
         "descriptor -1 with an operation that needs a ring");
    told("register", register_(descriptor, IORING_REGISTER_BUFFERS, &nowhere, 20000), "of more than 16384 buffers");
    told("register", register_(descriptor, REGISTER_RESIZE_RINGS, &larger, 1), "of a ring without DEFER_TASKRUN");
    told("register", register_(descriptor, REGISTER_FILE_ALLOC_RANGE, &range, 0),
         "index and count together pass 32 bits");
    told("register", register_(descriptor, REGISTER_PBUF_RING, &group, 1), "no power of two");
    told("register", register_(polling, REGISTER_NAPI, napi, 1), "on a ring that polls");
    told("register", register_(9999, IORING_REGISTER_PROBE, NULL, 0), "the first argument is not an open descriptor");
    told("register", register_(null_file, IORING_REGISTER_PROBE, NULL, 0), "the descriptor is open but no ring");
    told("register", register_(descriptor, IORING_REGISTER_FILES, closed, 1),
         "IORING_REGISTER_FILES of a descriptor that is not open");
    told("register", register_(descriptor, IORING_REGISTER_EVENTFD, &none, 1),
         "IORING_REGISTER_EVENTFD of a descriptor");
    told("register", register_(descriptor, IORING_REGISTER_ENABLE_RINGS, NULL, 0), "on a ring that is enabled already");
    told("register", register_(descriptor, IORING_UNREGISTER_BUFFERS, NULL, 0), "there is nothing of that kind");
    told("register", register_(descriptor, REGISTER_CLONE_BUFFERS, &clone, 1), "there is nothing of that kind");
    told("register", register_(descriptor, IORING_REGISTER_BUFFERS, &nowhere, 1), "a buffer to register, is no memory");
    told("register", register_(descriptor, IORING_REGISTER_FILES, NOWHERE, 1), "the argument, or a buffer");
    register_(descriptor, IORING_REGISTER_FILES, files, 1);
    told("register", register_(descriptor, IORING_REGISTER_FILES, files, 1), "buffers, files, an eventfd");
    register_(descriptor, IORING_REGISTER_EVENTFD, &event, 1);
    told("register", register_(descriptor, IORING_REGISTER_EVENTFD, &event, 1), "buffers, files, an eventfd");
    group.ring_entries = 8;
    register_(descriptor, REGISTER_PBUF_RING, &group, 1);
    told("register", register_(descriptor, REGISTER_PBUF_RING, &group, 1), "of a group of buffers that is there");
    told("register", register_(descriptor, REGISTER_PBUF_STATUS, &status, 1), "no group of buffers has this number");
    told("register", register_(descriptor, REGISTER_SYNC_CANCEL, cancel, 1),
         "IORING_REGISTER_SYNC_CANCEL found no such request");
    told("register", elsewhere(SINGLE_ISSUER, register_there), "another thread registers");

    char file[] = "/tmp/uringctl-provoke-XXXXXX";
    int backing = mkstemp(file);
    unlink(file);
    ftruncate(backing, 4096);
    struct iovec backed = {mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, backing, 0), 4096};
    long result = register_(other, IORING_REGISTER_BUFFERS, &backed, 1);
    /* In memory (tmpfs) it is as good as any. */
    if (result < 0) told("register", result, "memory that a file backs");

    for (int i = 0; i < 16; i++) {
        struct io_uring_rsrc_update update = {.offset = ~0u, .data = (uint64_t)descriptor};
        register_(descriptor, REGISTER_RING_FDS, &update, 1);
    }
    struct io_uring_rsrc_update update = {.offset = ~0u, .data = (uint64_t)descriptor};
    told("register", register_(descriptor, REGISTER_RING_FDS, &update, 1),
         "the thread has registered 16 rings already");
    told("setup", in_own_memory(REGISTERED_FD_ONLY), "the thread has registered 16 rings already");
}

/* Last, because nothing can be opened after it. */
static void limits(void) {
    static int places[1000];
    int descriptor = bare(0);
    struct rlimit few = {64, 64};
    memset(places, -1, sizeof places);
    setrlimit(RLIMIT_NOFILE, &few);
    told("register", register_(descriptor, IORING_REGISTER_FILES, places, 1000), "IORING_REGISTER_FILES of more files");
    while (dup(null_file) >= 0) continue;
    told("setup", bare_closed(0), "no number left for a descriptor");
}

int main(void) {
    null_file = open("/dev/null", O_RDWR);
    int first = bare(0);
    if (first < 0) return 77;
    close(first);
    setups();
    mappings();
    entries();
    registrations();
    completions();
    limits();
    return 0;
}
