import Testing

@testable import Arguments

@Suite struct HelpTextTests {
    @Test func show() throws {
        print(try Sample.root.path(to: []).helpText())
        print(try Sample.root.path(to: ["probe"]).helpText())
        print(try Sample.root.path(to: ["exec"]).helpText())
        print(try Sample.root.path(to: ["diff"]).helpText())
    }
}
