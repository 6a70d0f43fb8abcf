import Fibers
import Glibc

/// Faults in fibers that a sanitizer has to find, each under its name; `none` does the same work without one.

/// Two threads, each with fibers that count, and switch while they do.
func count(into counter: UnsafeMutablePointer<Int>, _ lock: UnsafeMutablePointer<pthread_mutex_t>?) throws {
    try Scheduler().run { scope in
        let fibers = try (0..<4).map { _ in
            try scope.spawn { () throws(Never) in
                for _ in 0..<1000 {
                    // Never held across a switch.
                    if let lock { pthread_mutex_lock(lock) }
                    counter.pointee += 1
                    if let lock { pthread_mutex_unlock(lock) }
                    scope.yield()
                }
            }
        }
        for fiber in fibers { fiber.join() }
    }
}

struct Counting: @unchecked Sendable {
    let counter: UnsafeMutablePointer<Int>
    let lock: UnsafeMutablePointer<pthread_mutex_t>?
}

func countOnTwoThreads(locking: Bool) throws {
    let counter = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    counter.initialize(to: 0)
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    let counting = UnsafeMutablePointer<Counting>.allocate(capacity: 1)
    counting.initialize(to: Counting(counter: counter, lock: locking ? lock : nil))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, { argument in
        let counting = argument!.assumingMemoryBound(to: Counting.self).pointee
        try! count(into: counting.counter, counting.lock)
        return nil
    }, counting)
    precondition(status == 0, "a thread can be started")
    try count(into: counter, locking ? lock : nil)
    pthread_join(thread, nil)
    print("counted to \(counter.pointee)")
    counting.deallocate()
    lock.deallocate()
    counter.deallocate()
}

/// Writes `offset` bytes into 64 bytes of the heap, from a fiber that was switched away from meanwhile.
func write(atOffset offset: Int, afterFree: Bool) throws {
    try Scheduler().run { scope in
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
        bytes.initialize(repeating: 0, count: 64)
        let fiber = try scope.spawn { () throws(Never) in
            scope.yield()
            bytes[offset] = 1
        }
        scope.yield()
        if afterFree { bytes.deallocate() }
        fiber.join()
        if !afterFree { bytes.deallocate() }
    }
    print("written")
}

switch CommandLine.arguments.dropFirst().first {
case "race": try countOnTwoThreads(locking: false)
case "overrun": try write(atOffset: 64, afterFree: false)
case "use-after-free": try write(atOffset: 0, afterFree: true)
case "none":
    try countOnTwoThreads(locking: true)
    try write(atOffset: 63, afterFree: false)
default:
    print("usage: PlantedFaults race|overrun|use-after-free|none")
    exit(2)
}
