//! Zig's Io.Evented, on one thread:
//!
//!     evented yield COUNT     between two fibers
//!     evented spawn COUNT     spawn and await
//!
//! Prints nanoseconds for each. `Evented.yield` is private to its file in std: the benchmark compiles against a copy in
//! which it is not.

const std = @import("std");
const linux = std.os.linux;
const Evented = std.Io.Evented;

fn nowNanoseconds() u64 {
    var time: linux.timespec = undefined;
    _ = linux.clock_gettime(.MONOTONIC, &time);
    return @as(u64, @intCast(time.sec)) * 1_000_000_000 + @as(u64, @intCast(time.nsec));
}

fn yielding(ev: *Evented, rounds: u64) u64 {
    for (0..rounds) |_| ev.yield(null, .reschedule);
    return rounds;
}

fn identity(value: u64) u64 {
    return value;
}

fn yieldNanoseconds(ev: *Evented, count: u64) !f64 {
    const io = ev.io();
    const start = nowNanoseconds();
    var first = try io.concurrent(yielding, .{ ev, count / 2 });
    var second = try io.concurrent(yielding, .{ ev, count / 2 });
    const done = first.await(io) + second.await(io);
    return @as(f64, @floatFromInt(nowNanoseconds() - start)) / @as(f64, @floatFromInt(done));
}

fn spawnNanoseconds(ev: *Evented, count: u64) !f64 {
    const io = ev.io();
    var sum: u64 = 0;
    const start = nowNanoseconds();
    for (0..count) |value| {
        var future = try io.concurrent(identity, .{value});
        sum += future.await(io);
    }
    const nanoseconds = nowNanoseconds() - start;
    if (sum != count * (count - 1) / 2) return error.WrongSum;
    return @as(f64, @floatFromInt(nanoseconds)) / @as(f64, @floatFromInt(count));
}

pub fn main(init: std.process.Init.Minimal) !void {
    var arguments = init.args.iterate();
    _ = arguments.next();
    const what = arguments.next() orelse return error.Usage;
    const count = try std.fmt.parseInt(u64, arguments.next() orelse return error.Usage, 10);

    var ev: Evented = undefined;
    try ev.init(std.heap.smp_allocator, .{ .thread_limit = 0, .backing_allocator_needs_mutex = false });
    const measure = if (std.mem.eql(u8, what, "yield")) &yieldNanoseconds else &spawnNanoseconds;
    _ = try measure(&ev, 10);
    const nanoseconds = try measure(&ev, count);

    var buffer: [64]u8 = undefined;
    const text = try std.fmt.bufPrint(&buffer, "{d:.3}\n", .{nanoseconds});
    _ = linux.write(1, text.ptr, text.len);
    // `deinit` can hang: the process ends without it.
    linux.exit_group(0);
}
