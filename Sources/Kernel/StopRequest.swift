import CKernel

/// The user's wish (Ctrl-C), a service manager's, or a closing terminal's, that this process stop: SIGINT, SIGTERM,
/// SIGHUP.
///
/// Once made it stays, and its descriptor stays readable, so that whoever waits for something else besides cannot miss
/// it.
package struct StopRequest: Sendable {
    /// Readable once stopping is asked for; nobody reads from it.
    package let descriptor: Int32

    /// Has those signals make a request, for as long as the process lives. A second signal of the same kind ends the
    /// process by itself; a signal that is ignored (nohup(1)) stays ignored.
    package static func arm() throws(CallFailure) -> StopRequest {
        // Never closed: the handler writes to it.
        let request = StopRequest(descriptor: try checked("eventfd") { make_event(0) })
        let result = catch_stop_signals(request.descriptor)
        if result < 0 { throw CallFailure("sigaction", "SIGINT", Errno(-result)) }
        return request
    }

    /// - Parameter descriptor: what becomes readable when it is time to stop, and outlives this value.
    package init(descriptor: Int32) { self.descriptor = descriptor }

    package var isRequested: Bool {
        // poll(2) of a descriptor that is open fails for want of memory at most.
        (try? waitUntilReadable(descriptor, timeoutMilliseconds: 0)) ?? false
    }
}
