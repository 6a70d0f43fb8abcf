import Foundation
import Glibc

/// What the figures depend on.
enum Machine {
    static var description: String {
        var names = utsname()
        uname(&names)
        let release = withUnsafeBytes(of: &names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let model = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        let online = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "Linux \(release), \(model ?? "processor of unknown model"), \(online) online"
    }
}
