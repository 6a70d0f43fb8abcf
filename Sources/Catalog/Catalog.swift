/// The facts about io_uring: what there is, under which number, since which kernel, and what it is for.
///
/// Data only. What the kernel at hand really has, the probe asks the kernel. The tests hold every table against the
/// kernel's own headers.
package enum Catalog {
    /// The newest release whose headers the tables cover.
    package static let newestRelease: Release = "7.3"

    /// The most characters in a row's purpose.
    package static let purposeWidth = 60

    /// What stands in `OperationFlag.operations` for flags that belong to no operation: io_uring_enter(2) and its
    /// arguments, and the ring as a whole.
    package static let pseudoOperations = ["ENTER", "RING"]
}
