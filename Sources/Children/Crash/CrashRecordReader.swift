/// The lines that the crash handler of CKernel (crash.c) writes:
///
///     crash signal 11 128
///     crash address 0x0
///     crash trap 14 0x6
///     crash sender 4711
///     crash call 425
///     crash used 1000
///     crash machine x86_64
///     crash registers rax 0x0 rbx 0x1 …
///     crash instruction 0f290424…
///     crash words 0x0 0x1 …
///     crash place sp stack ROW INDEX LOW GUARD SIZE NUMBER NAME
///     crash place fp …
///     crash place address …
///     crash frames 0x0 0x1 …
///     crash image LOAD LOW HIGH PATH
///     crash end
///
/// A place is `stack` or `guard` of a slot, `thread`, `thread-guard`, `signal` or `elsewhere`. A name or path is last
/// because it may hold spaces; "-" stands for what could not be read.
extension CrashRecord {
    /// How its lines begin, among others that a child writes.
    package static let linePrefix = "crash "

    /// - Parameter lines: what the child wrote, in order; lines that are no part of a record are passed over.
    /// - Returns: nil when there is no signal among them.
    package init?(lines: some Sequence<some StringProtocol>) {
        self.init(signal: 0, code: 0)
        for line in lines where line.hasPrefix(Self.linePrefix) {
            let words = line.split(separator: " ").dropFirst().map { Substring($0) }
            guard let key = words.first else { continue }
            take(key, Array(words.dropFirst()))
        }
        if signal == 0 { return nil }
    }

    private init(signal: Int32, code: Int32) {
        self.signal = signal
        self.code = code
    }

    private mutating func take(_ key: Substring, _ words: [Substring]) {
        // A record begins with its signal, whatever a torn line has left before that.
        if signal == 0 && key != "signal" { return }
        switch key {
        case "signal":
            guard signal == 0, words.count == 2, let number = Int32(words[0]), let why = Int32(words[1]) else { return }
            (signal, code) = (number, why)
        case "address": address = words.first.flatMap(Self.hexadecimal)
        case "sender": senderProcess = words.first.flatMap { Int32($0) }
        case "call": systemCall = words.first.flatMap { Int32($0) }
        case "used": usedNanoseconds = words.first.flatMap { Int64($0) }
        case "trap":
            guard words.count == 2, let number = Int(words[0]), let error = Self.hexadecimal(words[1]) else { return }
            trap = Trap(number: number, errorCode: error)
        case "machine": machine = words.first.flatMap { Machine(rawValue: String($0)) }
        case "registers":
            for index in stride(from: 0, to: words.count - 1, by: 2) {
                guard let value = Self.hexadecimal(words[index + 1]) else { break }
                registers.append(Register(name: String(words[index]), value: value))
            }
        case "instruction": instruction = words.first.map(Self.bytes) ?? []
        case "words": stackWords = Self.hexadecimals(words)
        case "frames": returnAddresses = Self.hexadecimals(words)
        case "place": takePlace(words)
        case "image": takeImage(words)
        case "end": isComplete = true
        default: break
        }
    }

    private mutating func takePlace(_ words: [Substring]) {
        guard words.count >= 2, let place = Self.place(words[1], Array(words.dropFirst(2))) else { return }
        switch words[0] {
        case "sp": stackPointerPlace = place
        case "fp": framePointerPlace = place
        case "address": addressPlace = place
        default: break
        }
    }

    private static func place(_ kind: Substring, _ words: [Substring]) -> StackPlace? {
        switch kind {
        case "stack": slot(words).map { .fiberStack($0) }
        case "guard": slot(words).map { .fiberGuard($0) }
        case "thread": .threadStack
        case "thread-guard": .threadGuard
        case "signal": .signalStack
        case "elsewhere": .elsewhere
        default: nil
        }
    }

    private static func slot(_ words: [Substring]) -> FiberSlot? {
        guard words.count >= 6, let row = Int(words[0]), let index = Int(words[1]), let low = hexadecimal(words[2]),
            let guardBytes = UInt64(words[3]), let sizeBytes = UInt64(words[4])
        else { return nil }
        let name = words[6...].joined(separator: " ")
        return FiberSlot(
            row: row, index: index, low: low, guardBytes: guardBytes, sizeBytes: sizeBytes,
            fiberNumber: UInt64(words[5]), fiberName: name.isEmpty || name == "-" ? nil : name)
    }

    private mutating func takeImage(_ words: [Substring]) {
        guard words.count >= 4, let load = Self.hexadecimal(words[0]), let low = Self.hexadecimal(words[1]),
            let high = Self.hexadecimal(words[2]), low < high
        else { return }
        let path = words[3...].joined(separator: " ")
        images.append(Image(loadAddress: load, addresses: low..<high, path: path == "-" ? nil : path))
    }

    private static func hexadecimals(_ words: [Substring]) -> [UInt64] {
        var values: [UInt64] = []
        for word in words {
            guard let value = hexadecimal(word) else { break }
            values.append(value)
        }
        return values
    }

    private static func hexadecimal(_ word: Substring) -> UInt64? {
        word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
    }

    /// "0f29" as 0x0f, 0x29, up to what is no pair of digits.
    private static func bytes(_ word: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = word
        while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
