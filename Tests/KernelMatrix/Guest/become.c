/* become UID GID GROUPS MEMLOCK PROGRAM [ARGUMENT]…
 *
 * Executes PROGRAM as a user, with supplementary groups (numbers with commas between) and a limit of locked memory in
 * bytes; "-" for none, and for the limit as it is. Exits with 125 when it cannot. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int fail(const char *what) {
    fprintf(stderr, "become: %s: %s\n", what, strerror(errno));
    return 125;
}

int main(int count, char **arguments) {
    errno = EINVAL;
    if (count < 6) return fail("usage: become UID GID GROUPS MEMLOCK PROGRAM [ARGUMENT]…");
    uid_t uid = (uid_t)strtoul(arguments[1], NULL, 10);
    gid_t gid = (gid_t)strtoul(arguments[2], NULL, 10), groups[16];
    size_t group_count = 0;
    if (strcmp(arguments[3], "-") != 0)
        for (char *word = strtok(arguments[3], ","); word && group_count < 16; word = strtok(NULL, ","))
            groups[group_count++] = (gid_t)strtoul(word, NULL, 10);
    if (strcmp(arguments[4], "-") != 0) {
        struct rlimit limit;
        limit.rlim_cur = limit.rlim_max = (rlim_t)strtoull(arguments[4], NULL, 10);
        if (setrlimit(RLIMIT_MEMLOCK, &limit) < 0) return fail("RLIMIT_MEMLOCK");
    }
    if (setgroups(group_count, groups) < 0) return fail("setgroups");
    if (setresgid(gid, gid, gid) < 0) return fail("setresgid");
    if (setresuid(uid, uid, uid) < 0) return fail("setresuid");
    execv(arguments[5], arguments + 5);
    return fail(arguments[5]);
}
