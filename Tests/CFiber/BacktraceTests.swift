import Support
import Testing

/// What a debugger makes of a fiber's stack.
@Suite(
    .enabled(if: Architecture.own == .x86_64, "the debugger's own architecture is the one tested"),
    .enabled(if: Shell.path(of: "gdb") != nil, "gdb is not installed"),
    .timeLimit(.minutes(5)))
struct BacktraceTests {
    /// Instruction by instruction from the first switch to a fiber until the thread is done with it: the backtrace ends at `main`
    /// or at `fiber_start`, whichever stack is in use.
    @Test func isCleanAtEachInstruction() throws {
        let (program, folder) = (try SwitchProgram.of(.x86_64), try TemporaryFolder())
        let path = folder.url("switch-test").path
        try program.link(Architecture.x86_64.source, to: path)
        let steps = try folder.file(
            "steps",
            """
            set debuginfod enabled off
            set width 0
            break fiber_switch_registers
            run
            set $step = 0
            while $step < 200 && $pc != (unsigned long) &fiber_discard
              echo at\\n
              bt
              stepi
              set $step = $step + 1
            end
            kill
            """)
        let finished = try Shell.run("gdb", ["-batch", "-nx", "-x", steps, "--args", path, "stop"])
        if finished.errors.contains("ptrace") { try Test.cancel("this process may not trace others") }
        let backtraces = finished.output.split(separator: "at\n").dropFirst()
        #expect((50..<200).contains(backtraces.count), "\(finished.output)\(finished.errors)")
        var ends: [String: Int] = [:]
        for backtrace in backtraces {
            let frames = backtrace.split(separator: "\n").filter { $0.hasPrefix("#") }
            let last = frames.last.map { ["main", "fiber_start"].filter($0.contains) } ?? []
            #expect(last.count == 1, "\(backtrace)")
            for name in last where frames[0].contains("fiber_switch_registers") { ends[name, default: 0] += 1 }
        }
        // Of the switch's instructions, before the stack changes and after, once each way.
        #expect(ends["main"] == ends["fiber_start"])
        #expect(ends["main"] ?? 0 > 15)
        for complaint in ["??", "Backtrace stopped", "corrupt"] { #expect(!finished.output.contains(complaint)) }
    }
}
