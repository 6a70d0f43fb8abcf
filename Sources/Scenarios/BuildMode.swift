import CFiber
import Kernel

/// How this program was built, as far as it changes what code does.
package struct BuildMode: Sendable, Equatable {
    package enum Optimization: String, Sendable {
        /// -Onone.
        case debug
        /// -O.
        case release
        /// -Ounchecked: what Swift checks at run time elsewhere is taken for granted.
        case unchecked
    }

    package var optimization: Optimization
    /// "address" or "thread".
    package var sanitizer: String?
    package var isStatic: Bool

    package init(optimization: Optimization, sanitizer: String?, isStatic: Bool) {
        self.optimization = optimization
        self.sanitizer = sanitizer
        self.isStatic = isStatic
    }

    package static var own: BuildMode {
        BuildMode(
            optimization: ownOptimization, sanitizer: fiber_sanitizer().map { String(cString: $0) },
            isStatic: Program.isStatic)
    }

    // The standard library's own questions, which the compiler answers: -Ounchecked has no condition of its own.
    private static var ownOptimization: Optimization {
        let answers: [(Bool, Optimization)] = [
            (_isDebugAssertConfiguration(), .debug), (_isReleaseAssertConfiguration(), .release),
            (_isFastAssertConfiguration(), .unchecked),
        ]
        return answers.first { $0.0 }?.1 ?? .release
    }

    /// In one word: "debug", "release", "unchecked" or "sanitized".
    package var name: String { sanitizer == nil ? optimization.rawValue : "sanitized" }

    /// "release, static", "debug with AddressSanitizer, dynamic".
    package var words: String {
        let sanitizers = ["address": "AddressSanitizer", "thread": "ThreadSanitizer"]
        let with = sanitizer.map { " with \(sanitizers[$0] ?? "a sanitizer (\($0))")" } ?? ""
        return "\(optimization.rawValue)\(with), \(isStatic ? "static" : "dynamic")"
    }
}
