# For a copy of Zig's std/Io/Uring.zig: lets others call `yield`, and makes it compile, which as shipped it does in
# neither 0.16.0 nor 0.17.1.
s/^fn yield(/pub fn yield(/
# 0.16.0: an error that the function's own type does not have.
/error\.OperationUnsupported => return errnoBug(\.OPNOTSUPP), \/\/ No/{
n
s/^\( *\)else/\1error.ReadOnlyFileSystem => unreachable,\n&/
}
# 0.17.1: an operation that does not exist.
/\.net_accept => @panic/d
/\.net_accept => |o| {/,/^ *},/d
