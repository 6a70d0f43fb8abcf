package import Kernel

/// As whom facts are gathered, and behind what.
package struct Situation: Sendable, Equatable {
    /// Whose identity is taken on; nil for whoever started this program.
    package var identity: Account?
    /// Whether every capability is given up.
    package var dropsCapabilities: Bool

    package init(identity: Account? = nil, dropsCapabilities: Bool = false) {
        self.identity = identity
        self.dropsCapabilities = dropsCapabilities
    }
}
