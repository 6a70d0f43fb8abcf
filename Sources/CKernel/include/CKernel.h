/* The little that must be C: what Swift's importer cannot see, and what has to happen before Swift starts. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "crash.h"
#include "io_uring_structures.h"

/* How this program was started: kept by a constructor, because Swift reads it from /proc, which may be missing. */

int program_argument_count(void);
const char *program_argument(int index);

/* Handles SIGPIPE, SIGXFSZ and SIGCHLD as this program needs it, and keeps how they were found. */
void adopt_signals(void);

/* Executes the program that argument number `index` names, by its path or by PATH, with the arguments that follow it,
 * and with the environment and the signals that this program was started with. Returns only if that fails: the errno of
 * execve(2). */
int execute_arguments(int index);

/* The path this program was executed by (AT_EXECFN), or NULL. */
const char *program_executable_path(void);

/* Whether no loader was mapped for this program (AT_BASE): it is one file that needs no other. */
int program_is_static(void);

/* The ELF build id (NT_GNU_BUILD_ID) of this program: its length in bytes, at most `size` of them copied to `buffer`;
 * 0 if it was linked without. */
size_t program_build_id(uint8_t *buffer, size_t size);

/* The commit that the build was told (URINGCTL_COMMIT), or NULL. */
const char *program_commit(void);

/* The environment that a spawned child inherits. */
char **program_environment(void);

/* "EPERM" for 1, or NULL for a number that has no name; the names are the architecture's own. */
const char *error_name(int number);

/* "Operation not permitted" for 1, in English whatever the locale. */
const char *error_text(int number);

/* "SYS" for 31, or NULL. */
const char *signal_name(int number);

/* The system calls of io_uring, raw: the result, or the negated errno. `parameters` is a `struct io_uring_params *`. */
long raw_io_uring_setup(unsigned entries, void *parameters);
long raw_io_uring_enter(int descriptor, unsigned submissions, unsigned completions, unsigned flags, void *argument,
                        size_t size);
long raw_io_uring_register(int descriptor, unsigned operation, void *argument, unsigned count);

/* The parent's end when this process ends: `signal` is delivered to this process once its parent has died. */
int set_parent_death_signal(int signal);

/* From here on this process leaves no core file behind, and no program gets its core (core(5)), when a filter kills it. */
void leave_no_core(void);

/* From here on the first SIGINT, SIGTERM and SIGHUP each make `event`, an eventfd that must stay open, readable; the second
 * ends the process. Signals that are ignored (nohup(1)) stay ignored. 0, or the negated errno. */
int catch_stop_signals(int event);

/* From here on SIGTERM, and SIGINT and SIGHUP unless they are ignored, end this process, and the folder `path`, where there
 * is one by then, ends with it. 0, or the negated errno. */
int end_with_scratch_folder(const char *path);

/* Removes the folder `path` and what lies in it, of folders only empty ones: 0, also where there is none, or the negated
 * errno. */
int remove_scratch_folder(const char *path);

/* futex(2), FUTEX_WAKE_PRIVATE: wakes at most `count` that wait for `word`: how many, or the negated errno. */
int wake_futex(const void *word, int count);

/* futex(2), FUTEX_WAIT_BITSET_PRIVATE: waits while `word` holds `expected`, until the monotonic clock shows `until`
 * nanoseconds, or for ever with INT64_MAX. 0 when woken, or the negated errno. */
int wait_futex(const void *word, uint32_t expected, int64_t until);

/* gettid(2). */
int thread_number(void);

/* A lock of which the kernel knows the holder (FUTEX_LOCK_PI and FUTEX_UNLOCK_PI of futex(2), for this process alone): a
 * word that holds 0 or the number of a thread. 0, or the negated errno; trying answers whether it was free. */
int try_lock_futex(uint32_t *word);
int lock_futex(uint32_t *word);
int unlock_futex(uint32_t *word);

/* What a thread is to those who wait for it, or whom it keeps waiting. Its memory goes with the thread. */
struct thread_state {
    /* gettid(2), or 0 until it is asked for. */
    uint32_t number;
    /* What it sleeps on: see ThreadsAndFibers. */
    uint32_t token;
    /* Locks that it holds. */
    int32_t held_locks;
    /* Whether what it does was cancelled: another thread may say so. */
    uint32_t is_cancelled;
    /* The earliest deadline around what it does, on the monotonic clock in nanoseconds, or 0. */
    int64_t deadline;
};
extern _Thread_local struct thread_state thread_state __attribute__((tls_model("initial-exec")));
static inline struct thread_state *this_thread(void) { return &thread_state; }

/* Fills in the calling thread's number; from here on `on_end`, the same for all threads, is called when it ends while it
 * holds locks. */
void number_this_thread(void (*on_end)(void));

/* A moment's rest for the other half of the processor's core, in a loop that looks again. */
static inline void relax_processor(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* write(2) of 1 to an eventfd: 0, or the negated errno. */
int ring_event(int event);

/* accept4(2), close-on-exec: −1 and errno on failure. */
int accept_connection(int listener);

/* sched_getaffinity(2): 1 where `thread` may run on that processor alone, 0 where on others too, or the negated errno. */
int runs_only_on(int thread, int processor);

/* fallocate(2) without a mode, and sync_file_range(2) with SYNC_FILE_RANGE_WRITE, from the file's beginning; epoll_create1(2),
 * epoll_ctl(2) with EPOLL_CTL_ADD, and epoll_wait(2) for one event without waiting; fsetxattr(2), setxattr(2) and
 * fgetxattr(2): −1 and errno on failure. */
int allocate_file(int file, int64_t length);
int write_back_file(int file, int64_t length);
int make_epoll(void);
int add_to_epoll(int epoll, int file, uint32_t events);
int count_epoll_events(int epoll);
int set_file_attribute(int file, const char *name, const void *value, size_t size);
int set_path_attribute(const char *path, const char *name, const void *value, size_t size);
long file_attribute(int file, const char *name, void *value, size_t size);

/* A child process that ends at once with `status`: its number, or the negated errno. */
int start_ending_child(int status);

/* Whether this process ignores `signal`, as nohup(1) has it ignore SIGHUP. */
int is_signal_ignored(int signal);

/* The Swift runtime's: a mangled name as Swift shows it, to be freed, or NULL. Defined only where Swift is linked. */
char *swift_demangle(const char *name, size_t size, char *buffer, size_t *buffer_size, uint32_t flags);

/* uname(2) by parts, so that the host name never enters this process's reports. Buffers of 65 bytes. */
int kernel_name(char *release, char *version, char *machine);

/* prctl(PR_GET_SECCOMP), prctl(PR_GET_NO_NEW_PRIVS): these answer without /proc. Negated errno on failure. */
int seccomp_mode(void);
int no_new_privileges(void);

/* prctl(PR_SET_NO_NEW_PRIVS): from here on no execve(2) of this thread, or of what it starts, gives more rights than it
 * has. 0, or the negated errno. */
int set_no_new_privileges(void);

/* Which calls a filter answers, or'ed. */
enum { FILTERED_SETUP = 1, FILTERED_ENTER = 2, FILTERED_REGISTER = 4 };

/* Puts a seccomp filter on the calling thread and all that it starts from here on, for good: `calls` are answered with
 * errno `error` (1 to 4095), or as `action` says; every other call is allowed. 0, or the negated errno. */
enum filter_action { FAIL_THE_CALL, KILL_THE_PROCESS, RAISE_SIGSYS, HAND_TO_TRACER };
int install_call_filter(unsigned calls, int error, enum filter_action action);

/* pipe2(2), eventfd(2) and memfd_create(2), all close-on-exec: −1 and errno on failure. */
int make_pipe(int ends[2]);
int make_event(unsigned count);
int make_memory_file(const char *name);

/* memfd_create(2), close-on-exec, of a file that may be executed and sealed: −1 and errno on failure. */
int make_program_file(const char *name);

/* F_ADD_SEALS: from here on nobody can write the file or change its size. −1 and errno on failure. */
int seal_file(int descriptor);

/* Has names of users and groups looked up in /etc/passwd and /etc/group alone, whatever nsswitch.conf(5) says: a static
 * program would load the host's NSS modules, which were made for another C library. Before the first look-up. 0, or the
 * negated errno. */
int pin_account_lookups(void);

/* The same of hosts: /etc/hosts, then the name servers of /etc/resolv.conf, both of which the C library has built in. */
int pin_host_lookups(void);

/* getresuid(2) and getresgid(2): the real, the effective and the saved number. */
void user_numbers(uint32_t numbers[3]);
void group_numbers(uint32_t numbers[3]);

/* setresuid(2) and setresgid(2): all three at once, in every thread. −1 and errno on failure. */
int take_on_user(uint32_t uid);
int take_on_group(uint32_t gid);

/* sched_getcpu(3): a processor that this process may run on. */
int current_processor(void);

/* ioctl(TIOCGWINSZ): the terminal's columns behind `descriptor`, or 0. */
unsigned terminal_columns(int descriptor);
