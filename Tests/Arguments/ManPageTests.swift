import Testing

@testable import Arguments

@Suite struct ManPageTests {
    @Test func show() throws {
        for page in Sample.root.manPages(version: "1.2", date: "2026-01-31").prefix(2) { print(page.roff) }
    }
}
