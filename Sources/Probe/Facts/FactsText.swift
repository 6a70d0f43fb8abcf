import Kernel

/// Facts as text: what the child that gathers them hands its parent, and what tests keep of situations that are not
/// there.
///
/// Lines `fact NAME = VALUE` in the order of `rows`, then the lines of the transcript. What is nil or false has no
/// line, and a line that nobody knows is passed over, so that a text of an older or newer program is read as far as it
/// goes. What is written is read back as the same facts, whatever bytes they hold.
package enum FactsText {
    package static func write(_ facts: Facts) -> String {
        var lines: [String] = []
        for row in rows {
            if let value = row.write(facts) { lines.append("fact \(row.name) = \(value)") }
        }
        let answers = facts.transcript.answers.map { Transcript.line($0, $1) }
        lines += answers.sorted().map { EscapedText.write($0) }
        if let question = facts.transcript.inFlight { lines.append(EscapedText.write("\(question) ?")) }
        return lines.map { $0 + "\n" }.joined()
    }

    package static func read(_ text: String) -> Facts {
        var facts = Facts(transcript: Transcript(), environment: .unknown)
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) { read(Substring(line), into: &facts) }
        return facts
    }

    /// Takes up one line, without its end.
    package static func read(_ line: Substring, into facts: inout Facts) {
        // By bytes: an accent at the start of a value makes one character with the space before it.
        let words = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard words.count == 4, words[0] == "fact", words[2] == "=" else {
            return facts.transcript.read(Substring(EscapedText.read(line)))
        }
        rows.first { $0.name == words[1] }?.read(words[3], &facts)
    }

    /// One line for each property of `Facts` but the transcript, by its path.
    static let rows: [Row] = [
        Row("interruption", \.interruption),
        Row("isAnsweredByAnother", \.isAnsweredByAnother, default: false),
        Row("situation.identity", \.situation.identity),
        Row("situation.dropsCapabilities", \.situation.dropsCapabilities, default: false),
        Row("situation.simulation", \.situation.simulation),
        Row("environment.time", \.environment.time),
        Row("environment.kernel", \.environment.kernel),
        Row("environment.versionSignature", \.environment.versionSignature),
        Row("environment.system.identifier", \.environment.system.identifier),
        Row("environment.system.version", \.environment.system.version),
        Row("environment.system.name", \.environment.system.name),
        Row("environment.containerHints", \.environment.containerHints, default: []),
        Row("environment.virtualMachineHints", \.environment.virtualMachineHints, default: []),
        Row("environment.otherKernelHints", \.environment.otherKernelHints, default: []),
        Row("environment.buildOption.isSet", \.environment.buildOption.isSet),
        Row("environment.buildOption.file", \.environment.buildOption.file),
        Row("environment.disabledSetting", \.environment.disabledSetting),
        Row("environment.groupSetting", \.environment.groupSetting),
        Row("environment.lockedMemoryLimit", \.environment.lockedMemoryLimit),
        Row("environment.descriptorLimit", \.environment.descriptorLimit),
        Row("environment.processLimit", \.environment.processLimit),
        Row("environment.stackLimit", \.environment.stackLimit),
        Row("environment.addressSpaceLimit", \.environment.addressSpaceLimit),
        Row("environment.dataLimit", \.environment.dataLimit),
        Row("environment.controlGroup.processes", \.environment.controlGroup.processes),
        Row("environment.controlGroup.memory", \.environment.controlGroup.memory),
        Row("environment.identity", \.environment.identity),
        Row("environment.capabilities", \.environment.capabilities),
        Row("environment.isInUserNamespace", \.environment.isInUserNamespace),
        Row("environment.knownCapabilities", \.environment.knownCapabilities),
        Row("environment.seccomp.mode", \.environment.seccomp.mode),
        Row("environment.seccomp.filters", \.environment.seccomp.filters),
        Row("environment.seccomp.hasNoNewPrivileges", \.environment.seccomp.hasNoNewPrivileges),
        Row("environment.isTraced", \.environment.isTraced),
        Row("environment.securityModules", \.environment.securityModules),
        Row("environment.isConfined", \.environment.isConfined),
        Row("environment.isSELinuxEnforcing", \.environment.isSELinuxEnforcing),
        Row("environment.pageSizeBytes", \.environment.pageSizeBytes),
    ]

    /// One property: its name, and how it is written and read.
    struct Row: Sendable {
        let name: String
        /// nil where there is nothing to say.
        let write: @Sendable (Facts) -> String?
        /// Passes over what is no such value.
        let read: @Sendable (Substring, inout Facts) -> Void

        init<Value: FactValue>(_ name: String, _ path: WritableKeyPath<Facts, Value?> & Sendable) {
            self.name = name
            write = { $0[keyPath: path]?.factText }
            read = { text, facts in if let value = Value(factText: text) { facts[keyPath: path] = value } }
        }

        /// - Parameter default: what is not written, because it is what a text without the line says.
        init<Value: FactValue & Equatable & Sendable>(
            _ name: String, _ path: WritableKeyPath<Facts, Value> & Sendable, default: Value? = nil
        ) {
            self.name = name
            write = { $0[keyPath: path] == `default` ? nil : $0[keyPath: path].factText }
            read = { text, facts in if let value = Value(factText: text) { facts[keyPath: path] = value } }
        }
    }
}

extension Environment {
    /// Nothing is known, not even who asks.
    static var unknown: Environment {
        Environment(
            time: "", system: OperatingSystem(), containerHints: [], virtualMachineHints: [],
            buildOption: BuildOption(),
            identity: Identity(uid: .max, effectiveUid: .max, gid: .max, effectiveGid: .max, groups: []),
            knownCapabilities: 0, seccomp: Seccomp(), pageSizeBytes: 4096)
    }
}
