/* Who this process is, and where names of users, groups and hosts are looked up. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <nss.h>
#include <unistd.h>

int pin_account_lookups(void) {
    static const char *const databases[] = {"passwd", "group", "initgroups"};
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
        if (__nss_configure_lookup(databases[i], "files") != 0) return -errno;
    }
    return 0;
}

int pin_host_lookups(void) {
    return __nss_configure_lookup("hosts", "files dns") == 0 ? 0 : -errno;
}

void user_numbers(uint32_t numbers[3]) {
    getresuid(&numbers[0], &numbers[1], &numbers[2]);
}

void group_numbers(uint32_t numbers[3]) {
    getresgid(&numbers[0], &numbers[1], &numbers[2]);
}

int take_on_user(uint32_t uid) {
    return setresuid(uid, uid, uid);
}

int take_on_group(uint32_t gid) {
    return setresgid(gid, gid, gid);
}
