/// Writes values as JSON (RFC 8259), keys in the order they were given, two spaces to a level, a newline at the end.
package enum JSONWriter {
    package static func write(_ report: Report) -> String {
        var members: [Value.Member] = [
            .init("schema", .text(report.schema)),
            .init("only", report.only.map { Value($0) } ?? .null),
        ]
        members += report.members
        members += [
            .init("headline", .text(report.headline)),
            .init("summary", .list(report.summary.map { ["label": .text($0.label), "text": .text($0.text)] })),
        ]
        members += report.sections.map { .init($0.key, $0.value) }
        members.append(.init("conclusion", .text(report.conclusion)))
        return write(.object(members))
    }

    package static func write(_ value: Value) -> String {
        var output = ""
        append(value, to: &output, indent: "")
        return output + "\n"
    }

    private static func append(_ value: Value, to output: inout String, indent: String) {
        switch value {
        case .null: output += "null"
        case .boolean(let boolean): output += boolean ? "true" : "false"
        case .integer(let number): output += String(number)
        case .text(let text): append(text, to: &output)
        case .worded(let value, _): append(value, to: &output, indent: indent)
        case .list(let values):
            append(values, "[", "]", isFlat: values.allSatisfy(\.isScalar), to: &output, indent: indent) {
                append($0, to: &$1, indent: $2)
            }
        case .object(let members):
            // A row of a table stays on its line: a person who greps finds the whole row.
            let isFlat = members.count > 1 && members.allSatisfy(\.value.isScalar)
            append(members, "{", "}", isFlat: isFlat, to: &output, indent: indent) {
                append($0.key, to: &$1)
                $1 += ": "
                append($0.value, to: &$1, indent: $2)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element], _ open: String, _ close: String, isFlat: Bool, to output: inout String, indent: String,
        element: (Element, inout String, String) -> Void
    ) {
        if elements.isEmpty { output += open + close; return }
        let inner = isFlat ? "" : indent + "  "
        output += open
        for (index, item) in elements.enumerated() {
            if index > 0 { output += isFlat ? ", " : "," }
            if !isFlat { output += "\n" + inner }
            element(item, &output, inner)
        }
        output += isFlat ? close : "\n" + indent + close
    }

    private static func append(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7f}"..<"\u{a0}":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}

extension Value {
    fileprivate var isScalar: Bool {
        switch self {
        case .list, .object: false
        case .worded(let value, _): value.isScalar
        default: true
        }
    }
}
