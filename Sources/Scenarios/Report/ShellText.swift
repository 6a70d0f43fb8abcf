/// Words as a shell takes them.
enum ShellText {
    /// `text`, in quotes where a shell would make something else of it; an option's name is none.
    static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._:%@/+,".utf8.contains(byte)
            }
        }
        let word = isPlain ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
        return text.utf8.first == UInt8(ascii: "-") ? "-- \(word)" : word
    }
}
