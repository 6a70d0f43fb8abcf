// Flags that are not put to use: answered by a register operation or its absence, or not at all.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>

static enum answer no_if_missing(unsigned operation) { return register_known(operation) == NO ? NO : UNKNOWN; }
static enum answer zero_copy_control(void) { return no_if_missing(REGISTER_ZCRX_CTRL); }
static enum answer bpf_filter(void) { return no_if_missing(REGISTER_BPF_FILTER); }

/// Through a ring, where -1 would do as well.
static enum answer query_known(unsigned operation) {
    struct io_uring ring = new_ring(0);
    uint64_t data[16] = {0};
    int result = query(ring.ring_fd, operation, data, sizeof data);
    return result == -EOPNOTSUPP ? NO : verdict(result, 0);
}

static enum answer query_of_opcodes(void) { return query_known(0); }
static enum answer query_of_zero_copy(void) { return query_known(1); }
static enum answer query_of_queues(void) { return query_known(2); }
static enum answer query_of_events(void) { return query_known(3); }

// Would destroy data, or needs hardware or a BPF program, or leaves no trace.

static enum answer no_method(void) { return UNKNOWN; }

const struct check unused_checks[] = {
    {"ZCRX_CTRL_FLUSH_RQ", zero_copy_control},
    {"ZCRX_CTRL_EXPORT", zero_copy_control},
    {"ZCRX_CTRL_ARM_EVENT", zero_copy_control},
    {"ZCRX_CTRL_ADD_AREA", zero_copy_control},
    {"QUERY_OPCODES", query_of_opcodes},
    {"QUERY_ZCRX", query_of_zero_copy},
    {"QUERY_SCQ", query_of_queues},
    {"QUERY_ZCRX_EVENT", query_of_events},
    {"BPF_CMD_FILTER", bpf_filter},
    {"BPF_FILTER_DENY_REST", bpf_filter},
    {"BPF_FILTER_SZ_STRICT", bpf_filter},
    {"WRITE_STREAM", no_method},
    {"BLOCK_URING_CMD_DISCARD", no_method},
    {"BLOCK_URING_CMD_ZONE_RESET_ALL", no_method},
    {"ZCRX_AREA_DMABUF", no_method},
    {"ZCRX_REG_IMPORT", no_method},
    {"ZCRX_REG_NODEV", no_method},
    {"ZCRX_FEATURE_RX_PAGE_SIZE", no_method},
    {"ZCRX_FEATURE_EVENT", no_method},
    {"ZCRX_EVENT_ALLOC_FAIL", no_method},
    {"ZCRX_EVENT_COPY", no_method},
    {"ZCRX_EVENT_DESC_FLAG_STATS", no_method},
    {"BPF_LOOP", no_method},
    {NULL, NULL},
};
