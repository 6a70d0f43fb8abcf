import Kernel
import Testing

@testable import Probe

struct ProcessFileTests {
    @Test func statIsReadBehindTheName() throws {
        let kernel = try #require(
            ProcessFile.Stat("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 6 0 0 20 0 1 0 30 0 0 1844674407370955"))
        #expect(kernel.isKernelThread && !kernel.isZombie && kernel.startTime == 30)
        let zombie = try #require(
            ProcessFile.Stat(
                "18947 (a) Z (b) Z 18905 18902 14138 0 -1 4227148 225 0 0 0 0 0 0 0 20 0 1 0 3598524 0 0 0"))
        #expect(!zombie.isKernelThread && zombie.isZombie && zombie.startTime == 3_598_524)
    }

    @Test(arguments: ["", "1", "1 (a", "1 (a) S", "1 (a) S 0 0 0 0 -1 x 0 0 0 0 0 6 0 0 20 0 1 0 30"])
    func whatIsNoStatIsNone(_ text: String) {
        #expect(ProcessFile.Stat(text) == nil)
    }

    @Test func limitsAreReadByName() {
        let text = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                unlimited            processes
            Max open files            1024                 524288               files
            Max locked memory         unlimited            unlimited            bytes
            Max file locks            few                  many                 locks
            """
        #expect(ProcessFile.limit("Max processes", in: text) == Limit(soft: 96365, hard: nil))
        #expect(ProcessFile.limit("Max open files", in: text) == Limit(soft: 1024, hard: 524_288))
        #expect(ProcessFile.limit("Max locked memory", in: text) == Limit(soft: nil, hard: nil))
        #expect(ProcessFile.limit("Max file locks", in: text) == nil)
        #expect(ProcessFile.limit("Max address space", in: text) == nil)
    }

    @Test func userMapsAreAllSomeOrNone() {
        #expect(ProcessFile.userMap("         0          0 4294967295\n") == .all)
        #expect(ProcessFile.userMap("         0     100000      65536\n") == .some)
        #expect(ProcessFile.userMap("") == .none)
    }

    /// 6.18.44: three rings, of which one has a name only in a file system.
    static let maps = """
        7fa9437c0000-7fa9437c2000 r--p 00000000 fe:00 4907035                    /usr/lib/liburing.so.2.3
        7fa9437c7000-7fa9437c8000 rw-s 10000000 00:10 3361132                    anon_inode:[io_uring]
        7fa9437c8000-7fa9437c9000 rw-s 00000000 00:10 3361132                    anon_inode:[io_uring]
        7fa9437c9000-7fa9437ca000 rw-s 10000000 00:10 3361131                    anon_inode:[io_uring]
        7fa9437ca000-7fa9437cb000 rw-s 10000000 fe:00 77                         /srv/anon_inode:[io_uring]
        7fa9437cb000-7fa9437cc000 rw-p 00000000 00:00 0
        """

    @Test func ringsInMemoryAreCountedOnce() {
        let mapped = MappedRings(Self.maps)
        #expect(mapped.inodes == [3_361_132, 3_361_131])
        #expect(mapped.withoutDescriptor([3_361_132], sharedInode: nil) == 1)
        #expect(mapped.withoutDescriptor([], sharedInode: nil) == 2)
        #expect(MappedRings("").withoutDescriptor([5], sharedInode: nil) == 0)
    }

    /// Before 5.16 rings have no inode of their own.
    @Test func aSharedInodeTellsLess() {
        let line = "7f0000000000-7f0000001000 rw-s 10000000 00:0d 9   anon_inode:[io_uring]\n"
        let mapped = MappedRings(line + line)
        #expect(mapped.withoutDescriptor([], sharedInode: 9) == 2)
        #expect(mapped.withoutDescriptor([9], sharedInode: 9) == nil)
    }
}
