import Testing

@testable import Kernel

struct ProgramFileTests {
    @Test func whoMayExecuteItNeedsNoCopy() throws {
        var program = ProgramFile()
        #expect(try program.path() == Program.path)
    }
}
