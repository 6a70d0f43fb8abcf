/// How the stacks of fibers are made.
package struct StackConfiguration: Sendable, Equatable {
    /// How a guard is made: memory below a stack that faults whoever runs into it.
    package enum GuardKind: Sendable, Equatable {
        /// Markers where the kernel has them, otherwise protection.
        case automatic
        /// MADV_GUARD_INSTALL (Linux 6.13): marks in the page table, so that all stacks stay one mapping.
        case markers
        /// PROT_NONE: two mappings a stack, of which a process may have `vm.max_map_count`.
        case protection
    }

    /// What a fiber can use of its stack: a multiple of the page size, at least 16 KiB.
    package var sizeBytes: Int
    /// A multiple of the page size. Swift does not touch the pages of a large frame in order, so that a frame larger than
    /// the guard steps over it: 64 KiB and more have caught what 4 KiB let through.
    package var guardBytes: Int
    /// How many fibers there can be at a time. Stacks are kept for the next fiber with what was touched of them, so that
    /// this times `sizeBytes` also bounds their memory.
    package var limit: Int
    package var guardKind: GuardKind

    package init(
        sizeBytes: Int = 256 << 10, guardBytes: Int = 64 << 10, limit: Int = 1 << 17, guardKind: GuardKind = .automatic
    ) {
        self.sizeBytes = sizeBytes
        self.guardBytes = guardBytes
        self.limit = limit
        self.guardKind = guardKind
    }
}
