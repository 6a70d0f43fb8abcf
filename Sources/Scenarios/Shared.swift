import Synchronization

// What threads and fibers have in common while they run.

/// Something that cannot be copied, for several closures.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}

/// Something that has happened, which stays so.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isUp: Bool { value.load(ordering: .sequentiallyConsistent) }
    func raise() { value.store(true, ordering: .sequentiallyConsistent) }
}

/// Something to count.
final class Count: Sendable {
    private let storage = Atomic<Int>(0)

    var value: Int { storage.load(ordering: .sequentiallyConsistent) }
    func add(_ number: Int) { storage.wrappingAdd(number, ordering: .sequentiallyConsistent) }
}
