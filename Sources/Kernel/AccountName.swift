/// What stands for an account: `USER[:GROUP]`, each a name or a number.
package struct AccountName: Sendable, Equatable {
    package enum Part: Sendable, Equatable, CustomStringConvertible {
        case name(String)
        case number(UInt32)

        package var description: String {
            switch self {
            case .name(let name): name
            case .number(let number): String(number)
            }
        }
    }

    package let user: Part
    package let group: Part?

    package enum Problem: Error, Sendable, Equatable {
        case emptyUser
        case emptyGroup
        /// Longer than `lengthLimitBytes`.
        case tooLong
        /// 4294967295 is −1 to the kernel, "leave it as it is": nobody's number.
        case outOfRange(String)
    }

    /// LOGIN_NAME_MAX, which is more than any name has.
    package static let lengthLimitBytes = 256

    package init(_ text: String) throws(Problem) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false
        ).map { Substring($0) }
        guard !parts[0].isEmpty else { throw .emptyUser }
        user = try Self.part(parts[0])
        guard parts.count > 1 else {
            group = nil
            return
        }
        guard !parts[1].isEmpty else { throw .emptyGroup }
        group = try Self.part(parts[1])
    }

    /// What consists of digits, with a minus in front or without, is a number, even where a user has such a
    /// name, so that what it means does not hang on the files.
    private static func part(_ text: Substring) throws(Problem) -> Part {
        guard text.utf8.count <= lengthLimitBytes else { throw .tooLong }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return .name(String(text))
        }
        guard let number = UInt32(text), number != .max else { throw .outOfRange(String(text)) }
        return .number(number)
    }
}

extension AccountName {
    package enum LookupProblem: Error, Equatable, Sendable {
        case unknownUser(String)
        case unknownGroup(String)
        /// The files could not be searched.
        case call(CallFailure)
    }

    /// The account by numbers, as login(1) would make it: the user's own group, or the one named, and the supplementary
    /// groups that /etc/group has the user in. A number that /etc/passwd does not have is a user whose group has the
    /// same number, and who is in no other.
    package func account() throws(LookupProblem) -> Account {
        let entry = try userEntry()
        var gid = entry.gid
        if let group { gid = try number(of: group) }
        guard let name = entry.name else { return Account(uid: entry.uid, gid: gid, groups: []) }
        do throws(CallFailure) {
            return Account(uid: entry.uid, gid: gid, groups: try AccountFiles.groups(of: name, with: gid))
        } catch {
            throw .call(error)
        }
    }

    /// A user without a name is one that /etc/passwd does not have.
    private func userEntry() throws(LookupProblem) -> (name: String?, uid: UInt32, gid: UInt32) {
        do throws(CallFailure) {
            switch user {
            case .name(let name):
                if let entry = try AccountFiles.user(named: name) { return entry }
            case .number(let number):
                return try AccountFiles.user(numbered: number) ?? (name: nil, uid: number, gid: number)
            }
        } catch {
            throw .call(error)
        }
        throw .unknownUser("\(user)")
    }

    private func number(of group: Part) throws(LookupProblem) -> UInt32 {
        switch group {
        case .number(let number): return number
        case .name(let name):
            do throws(CallFailure) {
                if let number = try AccountFiles.group(named: name) { return number }
            } catch {
                throw .call(error)
            }
            throw .unknownGroup(name)
        }
    }
}
