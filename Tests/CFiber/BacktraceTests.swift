import Support
import Testing

/// What a debugger makes of a fiber's stack.
@Suite(
    .enabled(if: Shell.path(of: "gdb-multiarch") != nil, "gdb-multiarch is not installed"),
    .timeLimit(.minutes(Bound.testMinutes)))
struct BacktraceTests {
    @Test(arguments: SwitchProgram.testable.filter { $0 != Architecture.own })
    func isCleanAtEachInstructionOnOthers(_ architecture: Architecture) throws {
        try expectCleanBacktraces(on: architecture)
    }

    @Test func isCleanAtEachInstructionHere() throws {
        let own = try #require(Architecture.own)
        if let obstacle = SwitchProgram.obstacle(to: own) { try Test.cancel("\(obstacle)") }
        try expectCleanBacktraces(on: own)
    }

    /// Instruction by instruction from the first switch to a fiber until the thread is done with it: the backtrace ends
    /// at `main` or at `fiber_start`, whichever stack is in use.
    private func expectCleanBacktraces(on architecture: Architecture) throws {
        let (program, folder) = (try SwitchProgram.of(architecture), try TemporaryFolder())
        let path = folder.url("switch-test").path
        try program.link(architecture.source, to: path)
        let steps = try folder.file("steps", Self.steps)
        let finished = try Shell.run(
            "bash", ["-c", architecture.emulator == nil ? Self.here : Self.emulated],
            environment: ["program": path, "steps": steps, "emulator": architecture.emulator ?? ""], in: folder.path)
        if finished.errors.contains("ptrace") { try Test.cancel("this process may not trace others") }

        let backtraces = finished.output.split(separator: "at\n").dropFirst()
        #expect((50..<300).contains(backtraces.count), "\(finished.output)\(finished.errors)")
        var ends: [String: Int] = [:]
        for backtrace in backtraces {
            let frames = backtrace.split(separator: "\n").filter { $0.hasPrefix("#") }
            let end = ["main", "fiber_start"].filter { frames.last?.contains(" \($0) ") == true }
            #expect(end.count == 1, "\(backtrace)")
            for name in end where frames[0].contains("fiber_switch_registers") { ends[name, default: 0] += 1 }
        }
        // Each way, the switch saves on the one stack and loads on the other.
        #expect(ends["main"] == ends["fiber_start"])
        #expect(ends["main"] ?? 0 > 20)
        for complaint in ["??", "Backtrace stopped", "corrupt"] { #expect(!finished.output.contains(complaint)) }
    }

    /// For gdb, once the program is there.
    private static let steps = """
        set $step = 0
        while $step < 300 && $pc != (unsigned long) &fiber_discard
          echo at\\n
          bt
          stepi
          set $step = $step + 1
        end
        kill

        """

    private static let debugger = """
        gdb-multiarch -batch -nx -ex 'set debuginfod enabled off' -ex 'set width 0' -ex "file $program" \\
            -ex 'break *&fiber_switch_registers'
        """

    private static let here = "\(debugger) -ex 'run stop' -x \"$steps\""

    /// The emulator waits for the debugger at a socket, which is there before it listens.
    private static let emulated = """
        "$emulator" -g "$PWD/socket" "$program" stop &
        trap "kill $! 2>/dev/null" EXIT
        until grep -q " 00010000 .* $PWD/socket\\$" /proc/net/unix; do
            kill -0 $! || exit 1
            sleep 0.02
        done
        \(debugger) -ex "target remote $PWD/socket" -ex continue -x "$steps"
        """
}
