import CKernel
import Glibc

package enum Terminal {
    package static func isBehind(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The columns of the terminal behind `descriptor`; 0 where there is none.
    package static func columns(of descriptor: Int32) -> UInt32 { terminal_columns(descriptor) }
}
