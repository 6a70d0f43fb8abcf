import Glibc

/// What a call that returns −1 on failure answered, with errno read at once, before anything can overwrite it.
package func checked<Result: SignedInteger>(
    _ call: String, _ arguments: @autoclosure () -> String = "", _ body: () -> Result
) throws(CallFailure) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let number = Errno(errno)
        // No call here waits without a bound of its own, so that starting over cannot go on for ever.
        if number != .interrupted { throw CallFailure(call, arguments(), number) }
    }
}
