/* liburing.h sets feature macros of its own; once these have been read, its `fd_set` is the one everybody else has. */
#include <sys/types.h>
#include <sys/select.h>
#include <linux/io_uring.h>
#include <liburing.h>
