import Kernel
import Report

extension Situation {
    /// What this was asked as and behind; in text only where it is not whoever asked.
    var section: Section {
        Section("situation", title: "situation", isBrief: true, fields: [
            Field("as", identity?.value ?? .null, text: identity.map(words) ?? ""),
            Field("unprivileged", Value(dropsCapabilities), text: dropsCapabilities ? nil : ""),
            Field("simulate", Value(simulation?.rawValue), text: simulation == nil ? "" : nil),
        ])
    }

    private func words(_ account: Account) -> String {
        let groups = account.groups.map { "\($0)" }.joined(separator: ", ")
        return "uid \(account.uid), gid \(account.gid), " + (groups.isEmpty ? "no further group" : "groups \(groups)")
    }
}

extension Account {
    fileprivate var value: Value {
        ["uid": Value(uid), "gid": Value(gid), "groups": .list(groups.map { Value($0) })]
    }
}
