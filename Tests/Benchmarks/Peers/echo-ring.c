/* An echo server on one ring, over liburing, with its descriptor registered: see echo.h. MODE is one of
 *
 *     plain      an operation for each receive, and one for each send
 *     multishot  one receive that goes on, into a ring of buffers that all connections share
 *     sqpoll     as plain, with a thread of the kernel that submits
 *     zerocopy   as plain, with IORING_OP_SEND_ZC */
#define _GNU_SOURCE
#include "echo.h"
#include <liburing.h>

enum { BUFFERS = 1024, GROUP = 0 };
enum kind { RECEIVE, SEND };

struct connection {
    int socket;
    /* Of what was received: where it is, in which of the shared buffers, how much, and how much of it was sent. */
    char *bytes;
    unsigned buffer, received, sent;
    /* What was sent last, where the buffer comes back by a second completion. */
    int last_result;
    char own[BUFFER_SIZE];
};

static struct echo echo;
static struct io_uring ring;
static struct connection connections[GREATEST_CONNECTIONS];
static struct io_uring_buf_ring *buffers;
static char (*memory)[BUFFER_SIZE];
static int is_multishot, is_zero_copy;

static struct io_uring_sqe *entry(struct connection *connection, enum kind kind) {
    struct io_uring_sqe *entry;
    while ((entry = io_uring_get_sqe(&ring)) == NULL) {
        check(io_uring_submit(&ring), "io_uring_submit");
        /* Returns at once but where a thread of the kernel takes them. */
        check(io_uring_sqring_wait(&ring), "io_uring_sqring_wait");
    }
    entry->user_data = (uint64_t)(uintptr_t)connection | kind;
    return entry;
}

static void submit_receive(struct connection *connection) {
    struct io_uring_sqe *receive = entry(connection, RECEIVE);
    uint64_t user_data = receive->user_data;
    if (is_multishot) {
        io_uring_prep_recv_multishot(receive, connection->socket, NULL, 0, 0);
        receive->flags |= IOSQE_BUFFER_SELECT;
        receive->buf_group = GROUP;
    } else {
        io_uring_prep_recv(receive, connection->socket, connection->own, BUFFER_SIZE, 0);
    }
    receive->user_data = user_data;
}

static void submit_send(struct connection *connection) {
    struct io_uring_sqe *send = entry(connection, SEND);
    uint64_t user_data = send->user_data;
    char *bytes = connection->bytes + connection->sent;
    unsigned count = connection->received - connection->sent;
    if (is_zero_copy)
        io_uring_prep_send_zc(send, connection->socket, bytes, count, MSG_NOSIGNAL, 0);
    else
        io_uring_prep_send(send, connection->socket, bytes, count, MSG_NOSIGNAL);
    send->user_data = user_data;
}

static void add_buffers(unsigned first, unsigned count) {
    int mask = io_uring_buf_ring_mask(BUFFERS);
    for (unsigned offset = 0; offset < count; offset++) {
        unsigned number = first + offset;
        io_uring_buf_ring_add(buffers, memory[number], BUFFER_SIZE, (unsigned short)number, mask, (int)offset);
    }
    io_uring_buf_ring_advance(buffers, (int)count);
}

static void make_buffers(void) {
    size_t size = BUFFERS * sizeof(struct io_uring_buf);
    if (posix_memalign((void **)&buffers, 4096, size) != 0) abort();
    if (posix_memalign((void **)&memory, 4096, BUFFERS * sizeof *memory) != 0) abort();
    memset(buffers, 0, size);
    struct io_uring_buf_reg registration = {
        .ring_addr = (uint64_t)(uintptr_t)buffers, .ring_entries = BUFFERS, .bgid = GROUP};
    check(io_uring_register_buf_ring(&ring, &registration, 0), "IORING_REGISTER_PBUF_RING");
    add_buffers(0, BUFFERS);
}

static void after_receive(struct connection *connection, const struct io_uring_cqe *completion) {
    if (is_multishot && completion->res == -ENOBUFS) {
        submit_receive(connection);
        return;
    }
    check(completion->res, "receive");
    if (completion->res == 0) return;
    connection->received = (unsigned)completion->res;
    connection->sent = 0;
    if (is_multishot) {
        connection->buffer = completion->flags >> IORING_CQE_BUFFER_SHIFT;
        connection->bytes = memory[connection->buffer];
        if (!(completion->flags & IORING_CQE_F_MORE)) submit_receive(connection);
    } else {
        connection->bytes = connection->own;
    }
    submit_send(connection);
}

static void after_send(struct connection *connection, const struct io_uring_cqe *completion) {
    if (is_zero_copy && !(completion->flags & IORING_CQE_F_NOTIF)) {
        connection->last_result = completion->res;
        if (completion->flags & IORING_CQE_F_MORE) return;
    }
    int result = is_zero_copy ? connection->last_result : completion->res;
    check(result, "send");
    connection->sent += (unsigned)result;
    if (connection->sent < connection->received) {
        submit_send(connection);
        return;
    }
    note_bytes(&echo.progress, connection->received);
    if (is_multishot)
        add_buffers(connection->buffer, 1);
    else
        submit_receive(connection);
}

int main(int argc, char **argv) {
    begin_echo(&echo, argc, argv);
    is_multishot = strcmp(echo.mode, "multishot") == 0;
    is_zero_copy = strcmp(echo.mode, "zerocopy") == 0;
    struct io_uring_params parameters = {.flags = echo.setup_flags};
    /* These exclude each other. */
    if (strcmp(echo.mode, "sqpoll") == 0)
        parameters.flags =
            (parameters.flags & ~(IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG))
            | IORING_SETUP_SQPOLL;
    check(io_uring_queue_init_params(256, &ring, &parameters), "io_uring_setup");
    check(io_uring_register_ring_fd(&ring), "io_uring_register");
    if (is_multishot) make_buffers();
    for (unsigned index = 0; index < echo.connections; index++) {
        connections[index].socket = echo.sockets[index];
        submit_receive(&connections[index]);
    }
    while (!is_over(&echo.progress)) {
        check(io_uring_submit_and_wait(&ring, 1), "io_uring_enter");
        struct io_uring_cqe *completion;
        unsigned head, reaped = 0;
        io_uring_for_each_cqe(&ring, head, completion) {
            struct connection *connection = (struct connection *)(uintptr_t)(completion->user_data & ~(uint64_t)1);
            if ((completion->user_data & 1) == RECEIVE)
                after_receive(connection, completion);
            else
                after_send(connection, completion);
            reaped++;
        }
        io_uring_cq_advance(&ring, reaped);
    }
    return end_echo(&echo);
}
