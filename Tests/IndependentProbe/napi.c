// Forms of REGISTER_NAPI.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>

enum { NAPI_REGISTER, NAPI_ADD, NAPI_REMOVE };
enum { NAPI_DYNAMIC, NAPI_STATIC, NAPI_INACTIVE = 255 };

/// Above every number of a processor; the ring only remembers it.
static const unsigned napi_id = 1000000;

/// What the kernel wrote back into the latest registration.
static struct napi_registration argument;

static int napi(struct io_uring *ring, unsigned operation, unsigned parameter) {
    argument = (struct napi_registration){.operation = operation, .parameter = parameter};
    return register_call(ring->ring_fd, REGISTER_NAPI, &argument, 1);
}

/// With a parameter, as all zeros are what older kernels take.
static enum answer napi_register(void) {
    struct io_uring ring = new_ring(0);
    int result = napi(&ring, NAPI_REGISTER, NAPI_STATIC);
    if (result == 0) result = napi(&ring, 77, 0) == 0 ? -ECANCELED : 0;
    return verdict(result, 0);
}

static enum answer napi_dynamic(void) {
    struct io_uring ring = new_ring(0);
    NEED(napi(&ring, NAPI_REGISTER, NAPI_STATIC) == 0);
    int result = napi(&ring, NAPI_REGISTER, NAPI_DYNAMIC);
    if (result) return verdict(result, 0);
    return napi(&ring, NAPI_ADD, napi_id) == -EINVAL ? YES : NO;
}

/// Succeeds, and then has nothing more to do.
static enum answer only_once(struct io_uring *ring, unsigned operation, int second_result) {
    int result = napi(ring, operation, napi_id);
    return result ? verdict(result, 0) : napi(ring, operation, napi_id) == second_result ? YES : NO;
}

static enum answer napi_add(void) {
    struct io_uring ring = new_ring(0);
    int result = napi(&ring, NAPI_REGISTER, NAPI_STATIC);
    if (result) return verdict(result, 0);
    return only_once(&ring, NAPI_ADD, -EEXIST);
}

static enum answer napi_remove(void) {
    struct io_uring ring = new_ring(0);
    NEED(napi(&ring, NAPI_REGISTER, NAPI_STATIC) == 0);
    NEED(napi(&ring, NAPI_ADD, napi_id) == 0);
    return only_once(&ring, NAPI_REMOVE, -ENOENT);
}

/// A fresh ring's state comes back as what there was before.
static enum answer napi_inactive(void) {
    struct io_uring ring = new_ring(0);
    int result = napi(&ring, NAPI_REGISTER, NAPI_DYNAMIC);
    return result ? verdict(result, 0) : argument.parameter == NAPI_INACTIVE ? YES : NO;
}

const struct check napi_checks[] = {
    {"NAPI_REGISTER_OP", napi_register},
    {"NAPI_STATIC_ADD_ID", napi_add},
    {"NAPI_STATIC_DEL_ID", napi_remove},
    {"NAPI_TRACKING_DYNAMIC", napi_dynamic},
    {"NAPI_TRACKING_STATIC", napi_add},
    {"NAPI_TRACKING_INACTIVE", napi_inactive},
    {NULL, NULL},
};
