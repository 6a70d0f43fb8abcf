import Kernel

/// What stands behind `fact NAME = `, on one line.
protocol FactValue: SendableMetatype {
    /// What is written is read back as the same value.
    var factText: String { get }
    /// nil where the text is no such value.
    init?(factText: Substring)
}

/// Text without control characters, which would end a line: they and the backslash are written with one in front.
enum EscapedText {
    static func write(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20: escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func read(_ text: Substring) -> String {
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let kind = rest.popFirst() else {
                plain.append(scalar)
                continue
            }
            switch kind {
            case "n": plain.append("\n")
            case "c": plain.append(",")
            case "e": break
            case "u":
                let digits = rest.dropFirst().prefix { $0 != "}" }
                rest = rest.dropFirst(digits.count + 2)
                if let scalar = UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) { plain.append(scalar) }
            default: plain.append(kind)
            }
        }
        return String(plain)
    }
}

extension String: FactValue {
    var factText: String { EscapedText.write(self) }
    init?(factText: Substring) { self = EscapedText.read(factText) }
}

extension Simulation: FactValue {
    var factText: String { rawValue }
    init?(factText: Substring) { self.init(rawValue: String(factText)) }
}

extension Bool: FactValue {
    var factText: String { self ? "true" : "false" }
    init?(factText: Substring) { self.init(String(factText)) }
}

extension Int: FactValue {
    var factText: String { String(self) }
    init?(factText: Substring) { self.init(factText, radix: 10) }
}

extension Int64: FactValue {
    var factText: String { String(self) }
    init?(factText: Substring) { self.init(factText, radix: 10) }
}

extension UInt64: FactValue {
    var factText: String { String(self) }
    init?(factText: Substring) { self.init(factText, radix: 10) }
}

extension UInt32: FactValue {
    var factText: String { String(self) }
    init?(factText: Substring) { self.init(factText, radix: 10) }
}

/// Values with commas between; a comma in one is `\c`, and one that is empty `\e`.
extension Array: FactValue where Element: FactValue {
    var factText: String {
        map { item in
            let bytes = item.factText.utf8.flatMap { $0 == UInt8(ascii: ",") ? [UInt8]("\\c".utf8) : [$0] }
            return bytes.isEmpty ? "\\e" : String(decoding: bytes, as: UTF8.self)
        }.joined(separator: ",")
    }

    init?(factText: Substring) {
        self = []
        if factText.isEmpty { return }
        for item in factText.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let value = Element(factText: Substring(item)) else { return nil }
            append(value)
        }
    }
}

/// The soft and the hard limit.
extension Limit: FactValue {
    var factText: String { [soft, hard].map { $0.map(String.init) ?? "unlimited" }.factText }

    init?(factText: Substring) {
        guard let words = [String](factText: factText), words.count == 2,
            words.allSatisfy({ $0 == "unlimited" || UInt64($0) != nil })
        else { return nil }
        self.init(soft: UInt64(words[0]), hard: UInt64(words[1]))
    }
}

/// What is used, and the limit.
extension ControlGroup.Usage: FactValue {
    var factText: String { [String(used), limit.map(String.init) ?? "unlimited"].factText }

    init?(factText: Substring) {
        guard let words = [String](factText: factText), words.count == 2, let used = UInt64(words[0]),
            words[1] == "unlimited" || UInt64(words[1]) != nil
        else { return nil }
        self.init(used: used, limit: UInt64(words[1]))
    }
}

extension KernelName: FactValue {
    var factText: String { [release, version, machine].factText }

    init?(factText: Substring) {
        guard let words = [String](factText: factText), words.count == 3 else { return nil }
        self.init(release: words[0], version: words[1], machine: words[2])
    }
}

/// The real and the effective uid, the real and the effective gid, then the groups.
extension Identity: FactValue {
    var factText: String { ([uid, effectiveUid, gid, effectiveGid] + groups).factText }

    init?(factText: Substring) {
        guard let numbers = [UInt32](factText: factText), numbers.count >= 4 else { return nil }
        self.init(
            uid: numbers[0], effectiveUid: numbers[1], gid: numbers[2], effectiveGid: numbers[3],
            groups: Array(numbers[4...]))
    }
}

/// The uid, the gid, then the groups.
extension Account: FactValue {
    var factText: String { ([uid, gid] + groups).factText }

    init?(factText: Substring) {
        guard let numbers = [UInt32](factText: factText), numbers.count >= 2 else { return nil }
        self.init(uid: numbers[0], gid: numbers[1], groups: Array(numbers[2...]))
    }
}
