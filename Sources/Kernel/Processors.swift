import Glibc

/// The machine's processors.
package enum Processors {
    /// How many there are for the system to run threads on.
    package static let online = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Gives the processor away for that long.
    package static func rest(nanoseconds: Int) {
        var pause = timespec(tv_sec: 0, tv_nsec: nanoseconds)
        nanosleep(&pause, nil)
    }
}
