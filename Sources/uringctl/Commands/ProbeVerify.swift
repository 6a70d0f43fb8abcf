import Arguments
import Glibc
import Kernel
import Probe

/// `uringctl probe --verify`: each operation used for real.
enum ProbeVerify {
    /// Whether the options that are about verifying fit together; if not, it was complained about.
    static func isConsistent(_ parsed: Parsed) -> Bool {
        if parsed[ProbeCommand.verify] {
            guard let path = parsed[ProbeCommand.path] else { return true }
            do throws(CallFailure) {
                _ = try Descriptor.open(path, O_RDONLY | O_DIRECTORY)
                return true
            } catch {
                Console.complain("--path: \(error); give a folder that there is")
                return false
            }
        }
        if let selection = parsed[ProbeCommand.only].map(ProbeSelection.init), selection.shows(.behaviours) {
            Console.complain("--only: behaviours are what --verify learns; it needs --verify")
            return false
        }
        let given = [
            parsed[ProbeCommand.path].map { _ in ProbeCommand.path.declaration },
            parsed[ProbeCommand.skip].isEmpty ? nil : ProbeCommand.skip.declaration,
        ]
        guard let option = given.compactMap(\.self).first else { return true }
        Console.complain("\(option.longSpelling) says how to verify; it needs --verify")
        return false
    }

    static func run(
        _ parsed: Parsed, after facts: Facts, _ findings: Findings, _ selection: ProbeSelection?
    ) -> Verification {
        let skipped = parsed[ProbeCommand.skip].flatMap(\.self).map { ProbeSelection.Part.item($0) }
        let progress = Progress()
        defer { progress.clear() }
        return Verification.run(
            Verification.Selection(only: selection?.subjects, skipping: ProbeSelection(skipped).subjects),
            after: facts, findings, filesIn: parsed[ProbeCommand.path] ?? temporaryFolder
        ) { group, done, all in progress.show("verifying: \(group) (\(done) of \(all))") }
    }

    private static var temporaryFolder: String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return folder.isEmpty ? "/tmp" : folder
    }
}
