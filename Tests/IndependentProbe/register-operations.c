// Whether the kernel knows each operation of io_uring_register(2): by the error of a wrong descriptor, and by real use.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <time.h>

enum { UNKNOWN_REGISTER_OPERATION = 120 };

static enum answer known_by_error(unsigned operation) {
    int file = open("/dev/null", O_RDWR | O_CLOEXEC);
    // Before 6.2 the descriptor is looked at before the operation.
    NEED(register_call(file, UNKNOWN_REGISTER_OPERATION, NULL, 0) == -EINVAL);
    NEED(register_call(file, IORING_REGISTER_BUFFERS, NULL, 0) == -EOPNOTSUPP);
    int result = register_call(file, operation, NULL, 0);
    if (operation == REGISTER_QUERY || operation == REGISTER_SEND_MSG_RING || operation == REGISTER_BPF_FILTER) {
        // These have a form without a ring; here they get a descriptor, and must refuse it all the same.
        return result == -EINVAL ? NO : YES;
    }
    return result == -EOPNOTSUPP ? YES : result == -EINVAL ? NO : UNKNOWN;
}

enum answer register_known(unsigned operation) { return ask_about(known_by_error, operation); }

static enum answer if_result(int result, int expected) { return result == expected ? YES : UNKNOWN; }

enum answer use_register(unsigned operation) {
    struct io_uring ring = new_ring(operation == REGISTER_RESIZE_RINGS
                                        ? IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
                                        : 0);
    int fd = ring.ring_fd, event = eventfd(0, EFD_CLOEXEC), file = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct iovec vector = {new_page(), PAGE_SIZE};
    switch (operation) {
    case IORING_REGISTER_BUFFERS:
        return if_result(register_call(fd, operation, &vector, 1), 0);
    case IORING_UNREGISTER_BUFFERS:
    case IORING_UNREGISTER_FILES:
    case IORING_UNREGISTER_EVENTFD:
        return if_result(register_call(fd, operation, NULL, 0), -ENXIO);
    case IORING_REGISTER_FILES:
        return if_result(register_call(fd, operation, &file, 1), 0);
    case IORING_REGISTER_EVENTFD:
    case IORING_REGISTER_EVENTFD_ASYNC:
        return if_result(register_call(fd, operation, &event, 1), 0);
    case IORING_REGISTER_FILES_UPDATE: {
        struct io_uring_files_update update = {.fds = (uintptr_t)&file};
        return if_result(register_call(fd, operation, &update, 1), -ENXIO);
    }
    case IORING_REGISTER_PROBE: {
        static union {
            struct io_uring_probe probe;
            char bytes[sizeof(struct io_uring_probe) + 256 * sizeof(struct io_uring_probe_op)];
        } space;
        return if_result(register_call(fd, operation, &space, 256), 0);
    }
    case IORING_REGISTER_PERSONALITY:
        return register_call(fd, operation, NULL, 0) > 0 ? YES : UNKNOWN;
    case IORING_UNREGISTER_PERSONALITY: {
        int personality = register_call(fd, IORING_REGISTER_PERSONALITY, NULL, 0);
        return if_result(register_call(fd, operation, NULL, personality), 0);
    }
    case IORING_REGISTER_RESTRICTIONS: {
        struct io_uring_restriction rule = {.opcode = IORING_RESTRICTION_SQE_OP};
        return if_result(register_call(fd, operation, &rule, 1), -EBADFD);
    }
    case IORING_REGISTER_ENABLE_RINGS:
        return if_result(register_call(new_ring(IORING_SETUP_R_DISABLED).ring_fd, operation, NULL, 0), 0);
    case IORING_REGISTER_FILES2:
    case IORING_REGISTER_BUFFERS2: {
        struct io_uring_rsrc_register registration = {.nr = 4, .flags = IORING_RSRC_REGISTER_SPARSE};
        return if_result(register_call(fd, operation, &registration, sizeof registration), 0);
    }
    case IORING_REGISTER_FILES_UPDATE2:
    case IORING_REGISTER_BUFFERS_UPDATE: {
        struct io_uring_rsrc_update2 update = {.data = (uintptr_t)&vector, .nr = 1};
        return if_result(register_call(fd, operation, &update, sizeof update), -ENXIO);
    }
    case IORING_REGISTER_IOWQ_AFF: {
        cpu_set_t processors;
        NEED(sched_getaffinity(0, sizeof processors, &processors) == 0);
        return if_result(register_call(fd, operation, &processors, sizeof processors), 0);
    }
    case IORING_UNREGISTER_IOWQ_AFF:
        return if_result(register_call(fd, operation, NULL, 0), 0);
    case IORING_REGISTER_IOWQ_MAX_WORKERS: {
        uint32_t leave_as_it_is[2] = {0};
        return if_result(register_call(fd, operation, leave_as_it_is, 2), 0);
    }
    case IORING_REGISTER_RING_FDS:
    case IORING_UNREGISTER_RING_FDS: {
        struct io_uring_rsrc_update update = {.offset = ~0u, .data = fd};
        int result = register_call(fd, IORING_REGISTER_RING_FDS, &update, 1);
        if (operation == IORING_REGISTER_RING_FDS) return if_result(result, 1);
        update.data = 0;
        return if_result(register_call(fd, operation, &update, 1), 1);
    }
    case IORING_REGISTER_PBUF_RING: {
        struct buffer_ring_registration registration = {.ring_address = (uintptr_t)vector.iov_base, .entries = 8};
        return if_result(register_call(fd, operation, &registration, 1), 0);
    }
    case IORING_UNREGISTER_PBUF_RING: {
        struct buffer_ring_registration registration = {.group = 5};
        return if_result(register_call(fd, operation, &registration, 1), -ENOENT);
    }
    case IORING_REGISTER_SYNC_CANCEL: {
        struct io_uring_sync_cancel_reg cancel = {.addr = 77, .fd = -1, .timeout = {-1, -1}};
        return if_result(register_call(fd, operation, &cancel, 1), -ENOENT);
    }
    case IORING_REGISTER_FILE_ALLOC_RANGE: {
        struct io_uring_file_index_range range = {.off = 1, .len = 2};
        NEED(register_sparse_files(&ring) == 0);
        return if_result(register_call(fd, operation, &range, 0), 0);
    }
    case REGISTER_PBUF_STATUS: {
        uint32_t status[10] = {5};
        return if_result(register_call(fd, operation, status, 1), -ENOENT);
    }
    case REGISTER_NAPI:
    case UNREGISTER_NAPI: {
        struct napi_registration napi = {0};
        return if_result(register_call(fd, operation, &napi, 1), 0);
    }
    case REGISTER_CLOCK: {
        uint32_t boot_time[4] = {CLOCK_BOOTTIME};
        return if_result(register_call(fd, operation, boot_time, 0), 0);
    }
    case REGISTER_CLONE_BUFFERS: {
        struct clone_buffers clone = {.source = new_ring(0).ring_fd};
        return if_result(register_call(fd, operation, &clone, 1), -ENXIO);
    }
    case REGISTER_SEND_MSG_RING: {
        struct io_uring_sqe message = {.opcode = IORING_OP_MSG_RING, .fd = fd, .len = 33, .off = 44};
        NEED(register_call(-1, operation, &message, 1) == 0);
        return complete(&ring).result == 33 ? YES : UNKNOWN;
    }
    case REGISTER_ZCRX_IFQ: {
        int result = register_call(
            new_ring(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQE32).ring_fd, operation,
            (void *)8, 1);
        return result == -EPERM || result == -EFAULT || result == -EOPNOTSUPP ? YES : UNKNOWN;
    }
    case REGISTER_RESIZE_RINGS: {
        struct io_uring_params params = {.sq_entries = 32, .cq_entries = 64};
        return if_result(register_call(fd, operation, &params, 1), 0);
    }
    case REGISTER_MEM_REGION: {
        struct memory_region region = {.address = (uintptr_t)vector.iov_base, .size = PAGE_SIZE, .flags = 1};
        struct memory_region_registration registration = {.region = (uintptr_t)&region};
        return if_result(register_call(fd, operation, &registration, 1), 0);
    }
    case REGISTER_QUERY: {
        struct query_opcodes opcodes;
        return if_result(query(fd, 0, &opcodes, sizeof opcodes), 0);
    }
    default:
        return UNKNOWN;
    }
}
