/// Why `probe --verify` may skip what the kernel has.
public enum VerifyReasons {
    private static let good = [
        "needs a queue of a network card", "needs a device", "would destroy data", "a ring does not say",
        "this kernel has no ", "the file system does not do it", "the file system has no attributes",
    ]

    /// Whether `detail` begins with a reason that can be true.
    ///
    /// - Parameter isRoot: whether whoever verifies has all rights.
    public static func has(_ detail: String?, isRoot: Bool) -> Bool {
        let reasons = good + (isRoot ? [] : ["needs CAP_NET_ADMIN"])
        return reasons.contains { detail?.hasPrefix($0) == true }
    }
}
