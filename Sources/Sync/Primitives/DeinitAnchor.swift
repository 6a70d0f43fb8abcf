/// Never made: an empty reference to one, as a stored property, has other modules destroy what holds it.
///
/// Of a generic struct that cannot be copied and whose properties are all trivial, code of other modules that is not
/// specialised skips the deinit (seen with Swift 6.3.1 in debug builds).
@usableFromInline
final class DeinitAnchor: Sendable {
    private init() {}
}
