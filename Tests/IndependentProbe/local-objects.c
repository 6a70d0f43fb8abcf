// What requests work on: memory, files, pipes, sockets, tables of files and of buffers.

#define _GNU_SOURCE
#include "probe.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

void *new_page(void) {
    void *page = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    give_up_unless(page != MAP_FAILED);
    return page;
}

int memory_file(void) { return memfd_create("independent-probe", MFD_CLOEXEC); }

int zero_file(void) { return open("/dev/zero", O_RDONLY | O_CLOEXEC); }

void new_pipe(int ends[2]) { give_up_unless(pipe(ends) == 0); }

void new_stream_pair(int pair[2]) {
    give_up_unless(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
}

struct listener new_listener(void) {
    struct listener listener = {
        .fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
        .address.sun_family = AF_UNIX,
        .length = sizeof listener.address,
    };
    struct sockaddr *address = (struct sockaddr *)&listener.address;
    give_up_unless(bind(listener.fd, address, sizeof(sa_family_t)) == 0 && listen(listener.fd, 8) == 0);
    give_up_unless(getsockname(listener.fd, address, &listener.length) == 0);
    return listener;
}

int connect_to(const struct listener *listener) {
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    give_up_unless(connect(client, (const struct sockaddr *)&listener->address, listener->length) == 0);
    return client;
}

int internet_socket(int type, struct sockaddr_in *address) {
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    give_up_unless(bind(fd, (struct sockaddr *)address, length) == 0);
    give_up_unless(getsockname(fd, (struct sockaddr *)address, &length) == 0);
    return fd;
}

void new_internet_pair(int pair[2]) {
    struct sockaddr_in address;
    int listener = internet_socket(SOCK_STREAM, &address);
    give_up_unless(listen(listener, 1) == 0);
    pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    give_up_unless(connect(pair[0], (struct sockaddr *)&address, sizeof address) == 0);
    pair[1] = accept(listener, NULL, NULL);
    give_up_unless(pair[1] >= 0);
}

int register_sparse_files(struct io_uring *ring) {
    struct io_uring_rsrc_register registration = {.nr = 4, .flags = IORING_RSRC_REGISTER_SPARSE};
    return register_call(ring->ring_fd, IORING_REGISTER_FILES2, &registration, sizeof registration);
}

struct io_uring new_ring_with_slots(void) {
    struct io_uring ring = new_ring(0);
    // As kernels take them that have no sparse tables.
    int empty[4] = {-1, -1, -1, -1};
    give_up_unless(register_call(ring.ring_fd, IORING_REGISTER_FILES, empty, 4) == 0);
    return ring;
}

int update_file(struct io_uring *ring, unsigned slot, int fd) {
    struct io_uring_files_update update = {.offset = slot, .fds = (uintptr_t)&fd};
    return register_call(ring->ring_fd, IORING_REGISTER_FILES_UPDATE, &update, 1);
}

void fill_slot(struct io_uring *ring, unsigned slot, int fd) { give_up_unless(update_file(ring, slot, fd) == 1); }

int read_slot(struct io_uring *ring, unsigned slot) {
    static char byte;
    add(ring, IORING_OP_READ, slot, &byte, 1, 0)->flags = IOSQE_FIXED_FILE;
    return complete(ring).result;
}

void *register_page(struct io_uring *ring) {
    void *page = new_page();
    struct iovec vector = {.iov_base = page, .iov_len = PAGE_SIZE};
    give_up_unless(register_call(ring->ring_fd, IORING_REGISTER_BUFFERS, &vector, 1) == 0);
    return page;
}
