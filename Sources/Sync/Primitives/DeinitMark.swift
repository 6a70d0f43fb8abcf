/// A member that takes no room, of types whose `deinit` has to run.
///
/// In debug builds Swift 6.3.1 leaves out the `deinit` of another module's generic type whose members are all trivial,
/// as numbers and pointers are, and what it should notice goes unseen. A member with a `deinit` of its own is not.
@frozen
@usableFromInline
struct DeinitMark: ~Copyable, Sendable {
    @inlinable
    init() {}

    @inlinable
    deinit {}
}
