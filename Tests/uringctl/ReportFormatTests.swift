import Foundation
import Probe
import Support
import Testing

/// What a report looks like in each format, whatever it says.
@Suite(.bounded)
struct ReportFormatTests {
    static let environment = ["kernel", "system", "identity", "limits", "security"]
    static let tables = [
        "opcodes", "op_flags", "setup_flags", "features", "register_ops", "sqe_flags", "enter_flags", "cqe_flags",
    ]
    /// What is there where it was verified, and null elsewhere.
    static let ofVerifying = ["behaviours"]
    static let always = [
        "schema", "only", "headline", "summary", "tool", "situation", "verdict", "requirements", "headroom",
        "verification",
    ]

    static let needsSchema: ConditionTrait = .enabled(
        if: JSONSchemaCheck.isAvailable, "python3-jsonschema is not installed")

    private func json(_ arguments: [String] = []) throws -> String {
        try Uringctl.run(["probe", "--json"] + arguments).output
    }

    // MARK: JSON

    @Test(
        needsSchema,
        arguments: [
            [], ["--require", "op:NOP"], ["--require", "op:NOP,flag:SQPOLL", "--require", "feat:EXT_ARG"], ["--all"],
        ])
    func theJSONConforms(_ arguments: [String]) throws {
        #expect(try ProbeReport.problems(of: [try json(arguments)]) == [nil])
    }

    @Test(needsSchema) func membersStandInTheDocumentedOrder() throws {
        let keys = try JSONSchemaCheck.keys(of: try json())
        #expect(
            keys[""] == Self.always + Self.environment + Self.tables + Self.ofVerifying + ["known_bugs", "conclusion"])
        // The schema lists the members of objects in their order.
        let schema = try Uringctl.run(["schema", "probe"]).output
        let required = try JSONDecoder().decode(Schema.self, from: Data(schema.utf8)).properties
        for section in ["tool", "verdict"] + Self.environment {
            #expect(keys[section] == required[section]?.required, "\(section)")
        }
        // The manual page names every member, these in their order.
        let page = try Uringctl.run(["man", "report"]).output.filter { $0 != "\\" }
        for key in keys[""] ?? [] { #expect(page.contains(key), "\(key) is not in uringctl-report(5)") }
        for names in [Self.environment, Self.tables] { #expect(page.contains(names.joined(separator: ", "))) }
    }

    private struct Schema: Decodable {
        struct Section: Decodable { let required: [String]? }
        let properties: [String: Section]
    }

    /// A schema that accepts anything would be of no use: each of these changes breaks it.
    @Test(
        needsSchema,
        arguments: [
            (#""schema": "uringctl.probe/1""#, #""schema": "uringctl.probe/2""#),
            (#""only": null"#, #""only": []"#),
            (#""only": null"#, #""only": "opcodes""#),
            (#""usable": true"#, #""usable": "yes""#),
            (#""usable": true"#, #""usable": false"#),
            (#""cause": null"#, #""cause": "weather""#),
            (#""cause": null"#, #""cause": "seccomp""#),
            (#""confidence": null,"#, ""),
            (#""source": "probe""#, #""source": "guess""#),
            (#""source": "probe""#, #""source": null"#),
            (#""supported": true"#, #""supported": null"#),
            (#""number": 0"#, #""number": -1"#),
            (#""name": "NOP""#, #""name": "no operation""#),
            (#""conclusion": "usable: yes""#, #""conclusion": "fine""#),
            (#""soft": "#, #""soft": "much", "was": "#),
            (#""opcodes": ["#, #""opcodes": [], "other": ["#),
            (#""headline": ""#, #""headline": "", "other": ""#),
            (#""upstream": ""#, #""upstream": "unknown", "was": ""#),
            (#""known_bugs": ["#, #""known_bugs": "none", "other": ["#),
            (#""requirements": []"#, #""requirements": [{"item": "NOP", "met": true, "reason": ""}]"#),
            ("\"requirements\": [],", "\"requirements\": [], \"requirements\": [],"),
        ])
    func theSchemaRefuses(_ original: String, _ change: String) throws {
        let document = try json()
        let place = try #require(document.range(of: original), "\(original) is not in the report")
        let problems = try ProbeReport.problems(of: [document.replacingCharacters(in: place, with: change)])
        #expect(problems.count == 1 && problems[0] != nil)
    }

    // MARK: Sections

    /// With `--verify` where a section is of what that learns.
    private static func only(_ names: [String]) -> [String] {
        ["--only", names.joined(separator: ",")] + (names.contains(where: ofVerifying.contains) ? ["--verify"] : [])
    }

    /// `--only` for each section, all pairs, and the group of flags.
    @Test(needsSchema) func onlyShowsWhatWasAskedFor() throws {
        let sections = ProbeSection.allCases.map(\.rawValue)
        var wanted = sections.map { [$0] } + [["flags"], sections]
        for (index, first) in sections.enumerated() { wanted += sections[(index + 1)...].map { [$0, first] } }
        var documents: [String] = []
        for names in wanted {
            let document = try json(Self.only(names))
            documents.append(document)
            let members = names.flatMap { name in
                switch name {
                case "environment": Self.environment
                case "flags": ["setup_flags", "op_flags", "sqe_flags", "enter_flags", "cqe_flags"]
                default: [name]
                }
            }
            let order = Self.environment + Self.tables + Self.ofVerifying + ["known_bugs"]
            // Members of the document stand two spaces in; the rest of a line is their value.
            let found = document.split(separator: "\n").filter { $0.hasPrefix("  \"") }
                .map { String($0.dropFirst(3).prefix { $0 != "\"" }) }
            #expect(found == Self.always + order.filter(members.contains) + ["conclusion"], "\(names)")
        }
        #expect(try ProbeReport.problems(of: documents) == documents.map { _ in nil })
    }

    @Test(arguments: ProbeSection.allCases.map(\.rawValue))
    func onlyHoldsInTextAndMarkdown(_ section: String) throws {
        let only = Self.only([section])
        let text = try Uringctl.run(["probe"] + only).output
        let titles = text.split(separator: "\n").filter { $0.first?.isLetter == true }.map(String.init)
        let markdown = try Uringctl.run(["probe", "-f", "markdown"] + only).output
        let folded = markdown.components(separatedBy: "<summary>").count - 1
        // tool, situation, verdict and requirements are part of every report, and what was verified where it was.
        let sections = section == "environment" ? Self.environment.count : Self.ofVerifying.contains(section) ? 2 : 1
        #expect(folded == 4 + sections)
        #expect(titles.last == "usable: yes")
        if section == "environment" { for title in Self.environment { #expect(titles.contains(title)) } }
        #expect(!text.contains("  operations    "), "a summary of what was not asked for")
    }

    // MARK: Text

    @Test(arguments: [[], ["--all"], ["--only", "features"], ["--require", "op:NOP"]])
    func textBeginsWithTheHeadlineAndEndsInTheVerdict(_ arguments: [String]) throws {
        let finished = try Uringctl.run(["probe"] + arguments)
        let lines = finished.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first?.hasPrefix("io_uring works here") == true)
        #expect(lines.last == "")
        let conclusion = arguments.contains("--require") ? "usable: yes; 1 of 1 requirements met" : "usable: yes"
        #expect(lines.dropLast().last == conclusion)
        #expect(lines.filter { $0.hasPrefix("usable:") } == [conclusion], "one verdict line")
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
        let report = try ProbeReport(try json())
        #expect(finished.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").hasPrefix(report.headline))
    }

    @Test func unaskedTextFitsEightyColumns() throws {
        let lines = try Uringctl.run(["probe"]).output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }

    // MARK: Markdown

    @Test(arguments: [[], ["--only", "flags"], ["--require", "op:NOP"]])
    func markdownIsOneBalancedBlock(_ arguments: [String]) throws {
        let lines = try Uringctl.run(["probe", "--format", "markdown"] + arguments).output
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first?.hasPrefix("### io") == true)
        #expect(lines.dropLast().last?.hasPrefix("**usable: yes") == true)
        var (depth, columns) = (0, 0)
        for (index, line) in lines.enumerated() {
            #expect(!line.contains("```"))
            let opened = line.components(separatedBy: "<details>").count - 1
            let closed = line.components(separatedBy: "</details>").count - 1
            depth += opened - closed
            #expect((0...1).contains(depth), "line \(index): details within details, or closed twice")
            // Tables begin after an empty line, or Markdown takes them for text; rows have as many cells as headings.
            if opened + closed > 0 { #expect(lines[index + 1] == "") }
            guard line.hasPrefix("|") else { columns = 0; continue }
            let cells = line.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" }
            if columns == 0 { #expect(lines[index - 1] == "") }
            #expect(columns == 0 || cells == columns, "line \(index): \(line)")
            columns = cells
        }
        #expect(depth == 0)
    }

    /// What one format shows, the others have: the JSON is the reference.
    @Test func everyRowStandsInEveryFormat() throws {
        let report = try ProbeReport(try json())
        let markdown = try Uringctl.run(["probe", "-f", "markdown"]).output.filter { $0 != "\\" }
        let text = try Uringctl.run(["probe", "--all"]).output
        for row in report.rows.compactMap(\.self).joined() {
            guard let name = row.name else { continue }
            #expect(markdown.contains(name) && text.contains(name), "\(name)")
        }
    }
}
