// Clones of registered buffers, registered regions, and the waits that they can hold.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>

static enum answer clone_from_registered(void) {
    struct io_uring source = new_ring(0), destination = new_ring(0);
    struct io_uring_rsrc_update update = {.offset = ~0u, .data = source.ring_fd};
    register_page(&source);
    NEED(register_call(source.ring_fd, IORING_REGISTER_RING_FDS, &update, 1) == 1);
    struct clone_buffers clone = {.source = update.offset, .flags = 1};
    return verdict(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1), 0);
}

static enum answer clone_replacing(void) {
    struct io_uring source = new_ring(0), destination = new_ring(0);
    register_page(&source);
    register_page(&destination);
    struct clone_buffers clone = {.source = source.ring_fd};
    NEED(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1) == -EBUSY);
    clone.flags = 2;
    return verdict(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1), 0);
}

static enum answer region_of_user(void) {
    struct io_uring ring = new_ring(0);
    struct memory_region region = {.address = (uintptr_t)new_page(), .size = PAGE_SIZE, .flags = 1};
    struct memory_region_registration registration = {.region = (uintptr_t)&region};
    return verdict(register_call(ring.ring_fd, REGISTER_MEM_REGION, &registration, 1), 0);
}

int enable_with_wait(struct io_uring *ring, struct registered_wait content) {
    struct registered_wait *page = new_page();
    struct memory_region region = {.address = (uintptr_t)page, .size = PAGE_SIZE, .flags = 1};
    struct memory_region_registration registration = {.region = (uintptr_t)&region, .flags = 1};
    int result = register_call(ring->ring_fd, REGISTER_MEM_REGION, &registration, 1);
    if (result) return result;
    give_up_unless(register_call(ring->ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0) == 0);
    *page = content;
    return 0;
}

static int registered_wait(struct registered_wait content) {
    struct io_uring ring = new_ring(IORING_SETUP_R_DISABLED);
    int result = enable_with_wait(&ring, content);
    if (result) return result;
    return enter_call(
        ring.ring_fd, 0, 1, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG | ENTER_EXT_ARG_REG, NULL, sizeof content);
}

static enum answer region_for_waits(void) {
    return verdict(registered_wait((struct registered_wait){.time.tv_nsec = 1000000, .flags = 1}), -ETIME);
}

/// Without the flag the time is not looked at: the wait would last until the alarm.
static enum answer registered_wait_time(void) {
    struct registered_wait wrong = {.flags = 1 << 30};
    NEED(registered_wait(wrong) == -EINVAL);
    return verdict(registered_wait((struct registered_wait){.time.tv_nsec = 1000000, .flags = 1}), -ETIME);
}

/// Of two completions wanted, one is there: after the minimum wait it is enough.
static enum answer minimum_wait(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS};
    struct wait_argument argument = {.minimum_wait_microseconds = 1000, .time = (uintptr_t)&never};
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
    NEED(io_uring_submit(&ring) == 1);
    return verdict(
        enter_call(ring.ring_fd, 0, 2, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument), 0);
}

const struct check memory_checks[] = {
    {"REGISTER_SRC_REGISTERED", clone_from_registered},
    {"REGISTER_DST_REPLACE", clone_replacing},
    {"MEM_REGION_TYPE_USER", region_of_user},
    {"MEM_REGION_REG_WAIT_ARG", region_for_waits},
    {"MIN_WAIT", minimum_wait},
    {"REG_WAIT_TS", registered_wait_time},
    {NULL, NULL},
};
