/* System calls that have no wrapper, or one that Swift cannot import. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The same on every architecture that has io_uring, Alpha excepted; older headers lack the names. */
#ifndef __NR_io_uring_setup
#define __NR_io_uring_setup 425
#define __NR_io_uring_enter 426
#define __NR_io_uring_register 427
#endif

static long negated(long result) {
    return result < 0 ? -errno : result;
}

long raw_io_uring_setup(unsigned entries, void *parameters) {
    return negated(syscall(__NR_io_uring_setup, entries, parameters));
}

long raw_io_uring_enter(int descriptor, unsigned submissions, unsigned completions, unsigned flags, void *argument,
                        size_t size) {
    return negated(syscall(__NR_io_uring_enter, descriptor, submissions, completions, flags, argument, size));
}

long raw_io_uring_register(int descriptor, unsigned operation, void *argument, unsigned count) {
    return negated(syscall(__NR_io_uring_register, descriptor, operation, argument, count));
}

const char *error_name(int number) {
    return strerrorname_np(number);
}

const char *error_text(int number) {
    return strerrordesc_np(number);
}

const char *signal_name(int number) {
    return sigabbrev_np(number);
}

int set_parent_death_signal(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal) < 0 ? -errno : 0;
}

int kernel_name(char *release, char *version, char *machine) {
    struct utsname name;
    if (uname(&name) < 0) return -errno;
    memcpy(release, name.release, sizeof name.release);
    memcpy(version, name.version, sizeof name.version);
    memcpy(machine, name.machine, sizeof name.machine);
    return 0;
}

int seccomp_mode(void) {
    int mode = prctl(PR_GET_SECCOMP);
    return mode < 0 ? -errno : mode;
}

int no_new_privileges(void) {
    int value = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
    return value < 0 ? -errno : value;
}

void leave_no_core(void) {
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int set_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

unsigned terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int make_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int make_event(unsigned count) {
    return eventfd(count, EFD_CLOEXEC);
}

int ring_event(int event) {
    uint64_t one = 1;
    return write(event, &one, sizeof one) == sizeof one ? 0 : -errno;
}

int accept_connection(int listener) {
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

int make_memory_file(const char *name) {
    return memfd_create(name, MFD_CLOEXEC);
}

int make_program_file(const char *name) {
    /* Linux 6.3; where vm.memfd_noexec is set, a file is not executable unasked. Before that asking is EINVAL. */
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
    int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    return file < 0 && errno == EINVAL ? memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING) : file;
}

int seal_file(int descriptor) {
    return fcntl(descriptor, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
}

int current_processor(void) {
    return sched_getcpu();
}

int start_ending_child(int status) {
    pid_t child = fork();
    if (child == 0) _exit(status);
    return child < 0 ? -errno : child;
}

int wake_futex(const void *word, int count) {
    long woken = syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
    return woken < 0 ? -errno : (int)woken;
}

int wait_futex(const void *word, uint32_t expected, int64_t until) {
    /* What lies before the clock's beginning is over, too, and no moment to the kernel. */
    if (until < 0) until = 0;
    struct timespec moment = {until / 1000000000, until % 1000000000};
    /* A bit set makes the time a moment of the monotonic clock instead of a duration. */
    long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected, until == INT64_MAX ? NULL : &moment,
                          NULL, FUTEX_BITSET_MATCH_ANY);
    return result < 0 ? -errno : 0;
}

int thread_number(void) {
    return gettid();
}

int try_lock_futex(uint32_t *word) {
    uint32_t nobody = 0;
    return __atomic_compare_exchange_n(word, &nobody, (uint32_t)gettid(), 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

int lock_futex(uint32_t *word) {
    if (try_lock_futex(word)) return 0;
    return syscall(SYS_futex, word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0) < 0 ? -errno : 0;
}

int unlock_futex(uint32_t *word) {
    uint32_t self = (uint32_t)gettid();
    if (__atomic_compare_exchange_n(word, &self, 0, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) return 0;
    return syscall(SYS_futex, word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0) < 0 ? -errno : 0;
}

int allocate_file(int file, int64_t length) {
    return fallocate(file, 0, 0, length);
}

int write_back_file(int file, int64_t length) {
    return sync_file_range(file, 0, length, SYNC_FILE_RANGE_WRITE);
}

int make_epoll(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int add_to_epoll(int epoll, int file, uint32_t events) {
    struct epoll_event event = {.events = events};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event);
}

int count_epoll_events(int epoll) {
    struct epoll_event event;
    return epoll_wait(epoll, &event, 1, 0);
}

int set_file_attribute(int file, const char *name, const void *value, size_t size) {
    return fsetxattr(file, name, value, size, 0);
}

int set_path_attribute(const char *path, const char *name, const void *value, size_t size) {
    return setxattr(path, name, value, size, 0);
}

long file_attribute(int file, const char *name, void *value, size_t size) {
    return fgetxattr(file, name, value, size);
}

int runs_only_on(int thread, int processor) {
    cpu_set_t set;
    if (sched_getaffinity(thread, sizeof set, &set) < 0) return -errno;
    return CPU_COUNT(&set) == 1 && CPU_ISSET(processor, &set);
}
