/// - Throws: `.failed` with `message` where `holds` is false.
func expect(_ holds: Bool, _ message: @autoclosure () -> String) throws(BodyFailure) {
    if !holds { throw .failed(message()) }
}

/// - Throws: `.failed` where `found` is not `expected`.
func expect<Value: Equatable>(
    _ what: @autoclosure () -> String, _ found: Value, is expected: Value
) throws(BodyFailure) {
    if found != expected { throw .failed("\(what()) is \(found), should be \(expected)") }
}
