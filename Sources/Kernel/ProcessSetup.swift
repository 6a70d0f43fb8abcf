import CKernel
import Glibc

/// What a process inherits from whoever started it, made such that the rest of the program can rely on it.
///
/// None of it reaches a program that this one executes in its own place (`Program.execute`).
package enum ProcessSetup {
    package static func prepare() {
        // Streams that were closed: their numbers must not become those of a ring, a pipe or a file. Writing to one is
        // EBADF as before, because a directory cannot be written to.
        for number in 0...2 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 {
            _ = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)  // gets the lowest free number
        }
        adopt_signals()
    }
}
