import Arguments
import Probe

/// `uringctl probe --pid N`: whether another process uses io_uring, by what /proc says of it.
enum ProbeProcess {
    /// Numbers go up to 4,194,303 (proc_sys_kernel(5), pid_max).
    static let pid = Option(
        long: "pid", short: "p", value: .integer("NUMBER", in: 1...4_194_303),
        help: "look at this process instead: does it use io_uring?")

    static func run(_ pid: Int, _ parsed: Parsed) -> Int32 {
        let result = ProcessResult(.read(Int32(pid)))
        return ReportOptions.deliver(
            result.report(tool: Version.tool), parsed, showsAll: parsed[ProbeCommand.all], status: result.exitStatus)
    }
}
