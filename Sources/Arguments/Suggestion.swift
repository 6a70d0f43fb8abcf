/// Which of a set of names someone probably meant.
package enum Suggestion {
    /// The names nearest to `word`, all equally near, in the order of `names`; at most three, none when nothing is
    /// near enough.
    ///
    /// Letter case does not count. Nearest are names a few slips away (a letter missing, added, changed, or two
    /// swapped: one slip in short words, at most three in long ones), else names that begin with `word`.
    package static func nearest(to word: String, among names: some Sequence<String>) -> [String] {
        let typed = folded(word)
        guard !typed.isEmpty, typed.count <= lengthLimit else { return [] }
        var best: [String] = []
        var bestRank = Int.max
        for name in names {
            guard let rank = rank(of: folded(name), for: typed), rank <= bestRank else { continue }
            if rank < bestRank { (best, bestRank) = ([], rank) }
            if best.count < 3, !best.contains(name) { best.append(name) }
        }
        return best
    }

    /// Longer words are no slips of the hand, and the work grows with the square.
    private static let lengthLimit = 64

    private static func rank(of name: [UInt8], for typed: [UInt8]) -> Int? {
        guard name.count <= lengthLimit else { return nil }
        let allowed = typed.count < 3 ? 0 : typed.count < 6 ? 1 : typed.count < 10 ? 2 : 3
        if abs(name.count - typed.count) <= allowed {
            let distance = editDistance(typed, name)
            if distance <= allowed { return distance }
        }
        return typed.count >= 2 && name.starts(with: typed) ? 10 : nil
    }

    /// Damerau and Levenshtein's distance, each place edited at most once.
    static func editDistance(_ from: [UInt8], _ to: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for row in from.indices {
            var current = [row + 1]
            current.reserveCapacity(to.count + 1)
            for column in to.indices {
                let substitution = last[column] + (from[row] == to[column] ? 0 : 1)
                var distance = min(substitution, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[to.count]
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }
}
