import Foundation
import Support
import Testing

@testable import Kernel

struct AccountTests {
    @Test(arguments: [
        ("root", AccountName.Part.name("root"), AccountName.Part?.none),
        ("0", .number(0), nil),
        ("007", .number(7), nil),
        ("4294967294", .number(4_294_967_294), nil),
        ("www-data:users", .name("www-data"), .name("users")),
        ("1000:27", .number(1000), .number(27)),
        ("nobody:65534", .name("nobody"), .number(65534)),
        ("a:b:c", .name("a"), .name("b:c")),
        ("+1", .name("+1"), nil),
        ("0x10", .name("0x10"), nil),
        ("-", .name("-"), nil),
        ("ü :\u{301}", .name("ü "), .name("\u{301}")),
    ])
    func namesAndNumbersAreRead(_ text: String, user: AccountName.Part, group: AccountName.Part?) throws {
        let name = try AccountName(text)
        #expect(name.user == user && name.group == group)
    }

    @Test(arguments: [
        ("", AccountName.Problem.emptyUser), (":", .emptyUser), (":0", .emptyUser), ("0:", .emptyGroup),
        ("4294967295", .outOfRange("4294967295")), ("-1", .outOfRange("-1")), ("0:-1", .outOfRange("-1")),
        ("1:4294967296", .outOfRange("4294967296")),
        ("99999999999999999999", .outOfRange("99999999999999999999")),
        (String(repeating: "x", count: 257), .tooLong), ("0:" + String(repeating: "1", count: 257), .tooLong),
    ])
    func whatStandsForNobodyIsRefused(_ text: String, problem: AccountName.Problem) {
        #expect(throws: problem) { try AccountName(text) }
    }

    @Test(arguments: ["root", "nobody", "daemon"]) func aUserIsWhoIdSays(_ name: String) throws {
        let account = try AccountName(name).account()
        func numbers(_ option: String) throws -> [UInt32] {
            try Shell.run("id", [option, name]).output.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }
        }
        #expect(try numbers("-u") == [account.uid])
        #expect(try numbers("-g") == [account.gid])
        #expect(try Set(numbers("-G")) == Set(account.groups))
        #expect(try AccountName("\(account.uid)").account() == account)
    }

    @Test func aGroupReplacesTheUsersOwn() throws {
        #expect(try AccountName("nobody:0").account() == Account(uid: 65534, gid: 0, groups: [0]))
        #expect(try AccountName("nobody:root").account() == Account(uid: 65534, gid: 0, groups: [0]))
    }

    @Test func aNumberNeedsNoEntry() throws {
        #expect(try AccountName("1234567890").account() == Account(uid: 1_234_567_890, gid: 1_234_567_890, groups: []))
        #expect(try AccountName("1234567890:7").account() == Account(uid: 1_234_567_890, gid: 7, groups: []))
    }

    @Test func whoIsNotInTheFilesIsUnknown() throws {
        #expect(throws: AccountName.LookupProblem.unknownUser("no such user")) {
            try AccountName("no such user").account()
        }
        #expect(throws: AccountName.LookupProblem.unknownGroup("no such group")) {
            try AccountName("root:no such group").account()
        }
    }

    /// Whatever it is, it is read or refused, and what is read is found or not.
    @Test func anyTextIsAnswered() throws {
        var generator = Generator(seed: 5)
        let pieces = ["root", ":", "0", "-", "1", "9", "nobody", "\n", "ü", " ", "\u{301}", "+", "x", "/"]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...5, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }
            if let name = try? AccountName(text.joined()) { _ = try? name.account() }
        }
    }

    @Test func everybodyMayBecomeWhoHeIs() throws {
        let identity = Identity.current()
        try Account(uid: identity.uid, gid: identity.gid, groups: identity.groups).takeOn()
        #expect(Identity.current() == identity)
    }
}
