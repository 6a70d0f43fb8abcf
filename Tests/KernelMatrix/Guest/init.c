/* The first and only program that a guest starts by itself: runs the commands of /commands, one after the other, and
 * hands over what they wrote.
 *
 * /commands has a line for each directive:
 *   set NAME VALUE     a sysctl (dots separate), for the next command only
 *   argument TEXT      a word of the next command
 *   run                runs it
 *
 * The second serial port gets, for each command, a line "STATUS OUTPUT ERRORS" (exit status or 128 + signal, and two
 * numbers of bytes), and then these bytes. The console gets the kernel's log and, at the end, "guest: done". */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { MAX_ARGUMENTS = 64, MAX_SETTINGS = 8, TEXT = 256 };

static int console;

/* Reboots, which ends a QEMU with -no-reboot. */
static void end(const char *what) {
    dprintf(console, "\nguest: %s\n", what);
    tcdrain(console);
    reboot(RB_AUTOBOOT);
    for (;;) pause();
}

static void fail(const char *what) {
    dprintf(console, "\nguest: %s: %s\n", what, strerror(errno));
    end("failed");
}

static int open_serial(const char *path) {
    struct termios settings;
    int port = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (port < 0 || tcgetattr(port, &settings) < 0) fail(path);
    cfmakeraw(&settings); /* bytes pass as they are */
    settings.c_cflag |= CLOCAL;
    if (tcsetattr(port, TCSANOW, &settings) < 0) fail(path);
    return port;
}

static void write_all(int to, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(to, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("serial port");
        bytes += written;
        count -= (size_t)written;
    }
}

struct setting {
    char path[TEXT], value[TEXT], before[TEXT];
};

static void read_setting(struct setting *setting) {
    int file = open(setting->path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? -1 : read(file, setting->before, TEXT - 1);
    if (count <= 0) fail(setting->path);
    setting->before[count] = 0;
    close(file);
}

static void write_setting(const char *path, const char *value) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, value, strlen(value)) < 0) fail(path);
    close(file);
}

static void raise_loopback(void) {
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    if (any < 0 || ioctl(any, SIOCSIFFLAGS, &request) < 0) fail("loopback");
    close(any);
}

static int scratch_file(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) fail(path);
    return file;
}

static void hand_over(int port, int file, off_t count) {
    static char bytes[1 << 16];
    for (off_t done = 0; done < count;) {
        ssize_t got = pread(file, bytes, sizeof bytes, done);
        if (got <= 0) fail("output of a command");
        write_all(port, bytes, (size_t)got);
        done += got;
    }
}

static void run(int port, char **arguments) {
    int output = scratch_file("/output"), errors = scratch_file("/errors");
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        setsid();
        dup2(open("/dev/null", O_RDONLY), 0);
        dup2(output, 1);
        dup2(errors, 2);
        char *environment[] = {"PATH=/", "LANG=C.UTF-8", NULL};
        execve(arguments[0], arguments, environment);
        dprintf(2, "guest: %s: %s\n", arguments[0], strerror(errno));
        _exit(127);
    }
    int status = 0;
    for (pid_t ended; (ended = wait(&status)) != child;) /* orphans end here too */
        if (ended < 0 && errno != EINTR) fail("wait");
    struct stat about_output, about_errors;
    if (fstat(output, &about_output) < 0 || fstat(errors, &about_errors) < 0) fail("fstat");
    char header[TEXT];
    int count = snprintf(
        header, sizeof header, "%d %lld %lld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        (long long)about_output.st_size, (long long)about_errors.st_size);
    write_all(port, header, (size_t)count);
    hand_over(port, output, about_output.st_size);
    hand_over(port, errors, about_errors.st_size);
    close(output);
    close(errors);
}

int main(void) {
    static const char *folders[] = {"/proc", "/sys", "/dev"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) mkdir(folders[i], 0755);
    mkdir("/tmp", 0);
    chmod("/tmp", 01777);
    mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
    console = open("/dev/console", O_RDWR | O_CLOEXEC);
    if (mount("proc", "/proc", "proc", 0, NULL) < 0) fail("/proc");
    if (mount("sysfs", "/sys", "sysfs", 0, NULL) < 0) fail("/sys");
    if (mount("securityfs", "/sys/kernel/security", "securityfs", 0, NULL) < 0) fail("/sys/kernel/security");
    if (mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL) < 0) fail("/sys/fs/cgroup");
    raise_loopback();

    int port = open_serial("/dev/ttyS1");
    FILE *commands = fopen("/commands", "re");
    if (!commands) fail("/commands");
    static struct setting settings[MAX_SETTINGS];
    static char *arguments[MAX_ARGUMENTS + 1];
    int setting_count = 0, argument_count = 0;
    char *line = NULL;
    size_t capacity = 0;
    errno = EINVAL;
    for (ssize_t length; (length = getline(&line, &capacity, commands)) > 0;) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        if (strncmp(line, "argument ", 9) == 0) {
            if (argument_count == MAX_ARGUMENTS) fail("too many arguments");
            arguments[argument_count++] = strdup(line + 9);
        } else if (strncmp(line, "set ", 4) == 0) {
            if (setting_count == MAX_SETTINGS) fail("too many settings");
            struct setting *setting = &settings[setting_count++];
            char name[128];
            if (sscanf(line, "set %127s %255s", name, setting->value) != 2) fail(line);
            for (char *dot = name; (dot = strchr(dot, '.'));) *dot = '/';
            snprintf(setting->path, TEXT, "/proc/sys/%s", name);
            read_setting(setting);
            write_setting(setting->path, setting->value);
        } else if (strcmp(line, "run") == 0 && argument_count > 0) {
            arguments[argument_count] = NULL;
            run(port, arguments);
            while (argument_count > 0) free(arguments[--argument_count]);
            while (setting_count > 0) {
                setting_count--;
                write_setting(settings[setting_count].path, settings[setting_count].before);
            }
        } else {
            fail(line);
        }
    }
    tcdrain(port);
    end("done");
}
