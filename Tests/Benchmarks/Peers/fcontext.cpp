/* Fibers on boost.context's fcontext, written by hand for each measurement: no more than it takes.
 *
 *     fcontext switch COUNT                       between two contexts, each jump counted
 *     fcontext yield FIBERS COUNT                 COUNT yields in all, through an intrusive run queue
 *     fcontext spawn closure|erased|function COUNT    spawn and join, the stack from a pool
 *
 * Prints nanoseconds for each. A fiber jumps straight to the next in the queue; its record lies at the top of its
 * stack, moved down by its number so that the records of many fibers do not share the sets of the cache. */
#include <boost/context/detail/fcontext.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <time.h>
#include <utility>

using namespace boost::context::detail;

static uint64_t now_nanoseconds() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return uint64_t(time.tv_sec) * 1000000000 + uint64_t(time.tv_nsec);
}

/* Keeps a value from being computed at compile time. */
template <typename Value> static void keep(Value &value) { asm volatile("" : "+r"(value)); }

struct Fiber {
    fcontext_t context;
    Fiber *next;
    Fiber *joiner;
    void (*body)(Fiber *);
    void *argument;
    uint64_t result;
    bool ended;
};

static constexpr size_t stack_bytes = 64 * 1024, guard_bytes = 64 * 1024;
static constexpr size_t colours = 16, colour_bytes = 192;

/* The run queue, and whose turn it is: one thread. */
static Fiber *current, *head, *tail, *pool;
static size_t made;

static void enqueue(Fiber *fiber) {
    fiber->next = nullptr;
    if (head == nullptr) head = fiber;
    else tail->next = fiber;
    tail = fiber;
}

/* Goes on with the next fiber, which keeps for this one where it has stopped. */
static void give_way(Fiber *self) {
    Fiber *next = head;
    head = next->next;
    current = next;
    transfer_t from = jump_fcontext(next->context, self);
    static_cast<Fiber *>(from.data)->context = from.fctx;
}

static void yield() {
    if (head == nullptr) return;
    Fiber *self = current;
    enqueue(self);
    give_way(self);
}

static void entry(transfer_t from) {
    static_cast<Fiber *>(from.data)->context = from.fctx;
    Fiber *self = current;
    self->body(self);
    self->ended = true;
    if (self->joiner != nullptr) enqueue(self->joiner);
    give_way(self);
    abort();
}

static Fiber *new_fiber() {
    size_t size = stack_bytes + guard_bytes;
    void *low = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (low == MAP_FAILED || mprotect(low, guard_bytes, PROT_NONE) != 0) abort();
    char *top = static_cast<char *>(low) + size - (made++ % colours) * colour_bytes;
    return reinterpret_cast<Fiber *>((uintptr_t(top) - sizeof(Fiber)) & ~uintptr_t(63));
}

static Fiber *take_fiber() {
    Fiber *fiber = pool;
    if (fiber != nullptr) pool = fiber->next;
    else fiber = new_fiber();
    fiber->joiner = nullptr;
    fiber->ended = false;
    return fiber;
}

static void start(Fiber *fiber, void *top) {
    fiber->context = make_fcontext(top, stack_bytes / 2, entry);
    enqueue(fiber);
}

/* A function and its argument. */
static Fiber *spawn_function(void (*body)(Fiber *), void *argument) {
    Fiber *fiber = take_fiber();
    fiber->body = body;
    fiber->argument = argument;
    start(fiber, fiber);
    return fiber;
}

/* A closure, which lies under the record, on the fiber's own stack. */
template <typename Closure> static Fiber *spawn_closure(Closure closure) {
    Fiber *fiber = take_fiber();
    void *place = reinterpret_cast<void *>((uintptr_t(fiber) - sizeof(Closure)) & ~uintptr_t(15));
    fiber->argument = new (place) Closure(std::move(closure));
    fiber->body = [](Fiber *self) {
        Closure *closure = static_cast<Closure *>(self->argument);
        self->result = (*closure)();
        closure->~Closure();
    };
    start(fiber, place);
    return fiber;
}

/* A closure whose type the spawner does not know: on the heap, called and destroyed through its table. */
struct Erased {
    virtual uint64_t call() = 0;
    virtual ~Erased() = default;
};

template <typename Closure> struct Holder final : Erased {
    Closure closure;
    explicit Holder(Closure &&closure) : closure(std::move(closure)) {}
    uint64_t call() override { return closure(); }
};

__attribute__((noinline)) static Fiber *spawn_erased(std::unique_ptr<Erased> closure) {
    Fiber *fiber = take_fiber();
    fiber->argument = closure.release();
    fiber->body = [](Fiber *self) {
        std::unique_ptr<Erased> closure(static_cast<Erased *>(self->argument));
        self->result = closure->call();
    };
    start(fiber, fiber);
    return fiber;
}

static uint64_t join(Fiber *fiber) {
    if (!fiber->ended) {
        Fiber *self = current;
        fiber->joiner = self;
        give_way(self);
    }
    fiber->next = pool;
    pool = fiber;
    return fiber->result;
}

/* Both sides jump from here. Where two places jump, a shift of one by a byte can double or halve the time. */
__attribute__((noinline)) static void jump_back_and_forth(fcontext_t other, uint64_t jumps) {
    for (; jumps > 0; jumps--) other = jump_fcontext(other, nullptr).fctx;
}

static void jump_forever(transfer_t from) { jump_back_and_forth(from.fctx, UINT64_MAX); }

static double measure_switch(uint64_t count) {
    Fiber *fiber = new_fiber();
    fcontext_t context = make_fcontext(fiber, stack_bytes / 2, jump_forever);
    uint64_t start = now_nanoseconds();
    jump_back_and_forth(context, count / 2);
    return double(now_nanoseconds() - start) / double(count);
}

static double measure_yield(uint64_t fibers, uint64_t count) {
    uint64_t rounds = (count + fibers - 1) / fibers;
    auto *spawned = new Fiber *[fibers];
    auto run = [&](uint64_t rounds) {
        for (uint64_t index = 0; index < fibers; index++)
            spawned[index] = spawn_closure([rounds] {
                for (uint64_t round = 0; round < rounds; round++) yield();
                return rounds;
            });
        uint64_t sum = 0;
        for (uint64_t index = 0; index < fibers; index++) sum += join(spawned[index]);
        if (sum != rounds * fibers) abort();
    };
    run(1);
    uint64_t start = now_nanoseconds();
    run(rounds);
    return double(now_nanoseconds() - start) / double(rounds * fibers);
}

template <typename Spawn> static double measure_spawn(uint64_t count, Spawn spawn_one) {
    uint64_t sum = 0;
    auto run = [&](uint64_t count) {
        for (uint64_t index = 0; index < count; index++) {
            uint64_t value = index;
            keep(value);
            sum += join(spawn_one(value));
        }
    };
    run(1);
    uint64_t start = now_nanoseconds();
    run(count);
    uint64_t end = now_nanoseconds();
    if (sum != count * (count - 1) / 2) abort();
    return double(end - start) / double(count);
}

static double measure_spawn(const char *kind, uint64_t count) {
    if (strcmp(kind, "closure") == 0)
        return measure_spawn(count, [](uint64_t value) { return spawn_closure([value] { return value; }); });
    if (strcmp(kind, "erased") == 0)
        return measure_spawn(count, [](uint64_t value) {
            auto closure = [value] { return value; };
            return spawn_erased(std::make_unique<Holder<decltype(closure)>>(std::move(closure)));
        });
    if (strcmp(kind, "function") == 0)
        return measure_spawn(count, [](uint64_t value) {
            return spawn_function(
                [](Fiber *self) { self->result = uint64_t(self->argument); }, reinterpret_cast<void *>(value));
        });
    return -1;
}

int main(int argc, char **argv) {
    Fiber main_fiber = {};
    current = &main_fiber;
    double nanoseconds = -1;
    if (argc == 3 && strcmp(argv[1], "switch") == 0)
        nanoseconds = measure_switch(strtoull(argv[2], nullptr, 10));
    else if (argc == 4 && strcmp(argv[1], "yield") == 0)
        nanoseconds = measure_yield(strtoull(argv[2], nullptr, 10), strtoull(argv[3], nullptr, 10));
    else if (argc == 4 && strcmp(argv[1], "spawn") == 0)
        nanoseconds = measure_spawn(argv[2], strtoull(argv[3], nullptr, 10));
    if (nanoseconds < 0) {
        fprintf(stderr, "usage: fcontext switch COUNT | yield FIBERS COUNT | spawn closure|erased|function COUNT\n");
        return 2;
    }
    printf("%.3f\n", nanoseconds);
    return 0;
}
