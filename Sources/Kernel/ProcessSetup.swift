import Glibc

/// What a process inherits from whoever started it, made such that the rest of the program can rely on it.
package enum ProcessSetup {
    package static func prepare() {
        // Streams that were closed: their numbers must not become those of a ring, a pipe or a file. Writing to one is
        // EBADF as before, because a directory cannot be written to.
        for number in 0...2 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 {
            _ = open("/", O_RDONLY | O_DIRECTORY)  // gets the lowest free number
        }
        // A reader that went away is an answer of write(2), not a reason to die; so is a limit of file sizes.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        // Where it is ignored, how a child ended is lost.
        signal(SIGCHLD, SIG_DFL)
    }
}
