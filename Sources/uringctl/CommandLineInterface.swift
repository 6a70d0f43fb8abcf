import Arguments
import Kernel

/// From arguments to an exit status.
enum CommandLineInterface {
    /// 0 yes, 1 no, 2 could not answer: `CommandTable.exitStatuses`.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(ParseError) {
            switch try CommandTable.root.parse(arguments) {
            case .help(let path): return Console.show(path.helpText())
            case .version: return Console.show(Version.text)
            case .run(let parsed): return run(parsed)
            }
        } catch {
            Console.complain(error.message)
            Console.complainWithoutName(error.advice)
            return 2
        }
    }

    private static func run(_ parsed: Parsed) -> Int32 {
        guard let run = CommandTable.implementations[Array(parsed.path.names.dropFirst())] else {
            preconditionFailure("the command \(parsed.path.spelling) has no implementation")
        }
        return run(parsed)
    }
}
