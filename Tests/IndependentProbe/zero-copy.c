// Flags of SEND_ZC and SENDMSG_ZC, and of their notifications.

#define _GNU_SOURCE
#include "probe.h"

#include <string.h>
#include <sys/socket.h>

/// SEND_ZC or SENDMSG_ZC of three bytes over TCP, and its notification.
static enum answer send_zero_copy(
    struct completion *notification, unsigned opcode, unsigned priority, uint64_t third_address) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    new_internet_pair(pair);
    char *page = priority & IORING_RECVSEND_FIXED_BUF ? register_page(&ring) : new_page();
    memcpy(page, "abc", 3);
    struct iovec vector = {page, 3};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    int is_message = opcode == IORING_OP_SENDMSG_ZC;
    struct io_uring_sqe *sqe = add(
        &ring, opcode, pair[0], is_message ? (void *)&message : (void *)page, is_message ? 1 : 3, 0);
    sqe->ioprio = priority;
    sqe->addr3 = third_address;
    sqe->user_data = 1;
    struct completion sent = complete(&ring);
    if (sent.result != 3) return verdict(sent.result, 3);
    NEED(sent.flags & IORING_CQE_F_MORE);
    *notification = complete(&ring);
    NEED(notification->flags & IORING_CQE_F_NOTIF);
    return YES;
}

static enum answer send_zero_copy_fixed(void) {
    struct completion notification;
    return send_zero_copy(&notification, IORING_OP_SEND_ZC, IORING_RECVSEND_FIXED_BUF, 0);
}

static enum answer send_message_zero_copy_fixed(void) {
    struct completion notification;
    return send_zero_copy(&notification, IORING_OP_SENDMSG_ZC, IORING_RECVSEND_FIXED_BUF, 0);
}

static enum answer notification_user_data(void) {
    struct completion notification;
    enum answer sent = send_zero_copy(&notification, IORING_OP_SEND_ZC, 0, 42);
    return sent != YES ? sent : notification.user_data == 42 ? YES : NO;
}

static enum answer usage_report(void) {
    struct completion notification;
    return send_zero_copy(&notification, IORING_OP_SEND_ZC, 8, 0);
}

static enum answer usage_copied(void) {
    struct completion notification;
    enum answer sent = send_zero_copy(&notification, IORING_OP_SEND_ZC, 8, 0);
    return sent != YES ? sent : notification.result == INT32_MIN ? YES : UNKNOWN;
}

const struct check zero_copy_checks[] = {
    {"SEND_ZC.RECVSEND_FIXED_BUF", send_zero_copy_fixed},
    {"SENDMSG_ZC.RECVSEND_FIXED_BUF", send_message_zero_copy_fixed},
    {"SEND_ZC_NOTIF_USER_DATA", notification_user_data},
    {"SEND_ZC_REPORT_USAGE", usage_report},
    {"NOTIF_USAGE_ZC_COPIED", usage_copied},
    {NULL, NULL},
};
