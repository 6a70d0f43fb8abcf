/// The time after which a test counts as hung.
public enum Bound {
    /// A test's time runs from the start of all of them, while others hold the threads that it waits for: this is as
    /// much a bound of the whole run. What a test starts has a deadline of its own.
    public static let testMinutes = 45
}
