import Runtimes

/// The name that a run of the scenario `dns` may be given.
package enum NameToLookUp {
    /// What is wrong with it, and what to do, in words that follow `NAME: `; nil where it can be looked up.
    package static func problem(of name: String) -> String? { NameFault(of: name)?.description }
}
