import Foundation
import Kernel
import Support

/// A program that is run again and again, for one figure each time.
struct Run {
    enum Figure {
        /// From posix_spawn(3) until the program was waited for; what it writes is thrown away.
        case duration
        /// What it measured itself and wrote: nanoseconds for each of many equal operations.
        case written
    }

    let program: String
    let arguments: [String]
    var figure = Figure.duration
    /// What each figure is multiplied by.
    var factor = 1.0

    /// - Throws: `Broken` when the program cannot be run, fails, or writes no figure.
    func nanoseconds() throws -> Double {
        switch figure {
        case .duration: return try durationNanoseconds() * factor
        case .written:
            let words = try written()
            guard words.count == 1 else { throw Broken("\(self) wrote \(words.count) figures instead of one") }
            return words[0] * factor
        }
    }

    /// The figures that the program wrote, between white space.
    func written() throws -> [Double] {
        let finished = try Shell.run(program, arguments, deadlineSeconds: 120)
        guard finished.status == 0 else {
            throw Broken("\(self) ended with status \(finished.status): \(finished.errors)")
        }
        return try finished.output.split(whereSeparator: \.isWhitespace).map { word in
            guard let figure = Double(word), figure.isFinite else { throw Broken("\(self) wrote “\(word)”, no figure") }
            return figure
        }
    }

    private func durationNanoseconds() throws -> Double {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let start = Clock.nanoseconds
        let error = posix_spawn(&child, program, &actions, nil, &words, environ)
        guard error == 0 else { throw Broken("\(program): \(String(cString: strerror(error)))") }
        var status: Int32 = 0
        while wait4(child, &status, 0, nil) != child {
            guard errno == EINTR else { throw Broken("\(program) cannot be waited for") }
        }
        let end = Clock.nanoseconds
        guard status == 0 else { throw Broken("\(program) ended with wait status \(status)") }
        return Double(end - start)
    }
}

/// What should have worked here, and did not.
struct Broken: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Run: CustomStringConvertible {
    var description: String { ([program] + arguments).joined(separator: " ") }
}
