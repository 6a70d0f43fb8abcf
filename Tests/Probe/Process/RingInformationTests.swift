import Testing

@testable import Probe

/// What fdinfo says of rings, by release.
struct RingInformationTests {
    /// 6.18.44: entries in both queues, registered files and buffers, a poll.
    static let busy = """
        pos:\t0
        flags:\t02000002
        mnt_id:\t17
        ino:\t3361127
        SqMask:\t0x7
        SqHead:\t4
        SqTail:\t6
        CachedSqHead:\t4
        CqMask:\t0xf
        CqHead:\t0
        CqTail:\t3
        CachedCqTail:\t3
        SQEs:\t2
            4: opcode:NOP, fd:0, flags:0, off:0, addr:0x0, rw_flags:0x0, buf_index:0 user_data:0
            5: opcode:NOP, fd:0, flags:0, off:0, addr:0x0, rw_flags:0x0, buf_index:0 user_data:0
        CQEs:\t3
            0: user_data:0, res:0, flag:0
            1: user_data:0, res:0, flag:0
            2: user_data:0, res:0, flag:0
        SqThread:\t-1
        SqThreadCpu:\t-1
        SqTotalTime:\t0
        SqWorkTime:\t0
        UserFiles:\t4
            0: /srv/file
        UserBufs:\t1
            0: 0x555ff72a25e0/4096
        PollList:
          op=6, task_works=0
        CqOverflowList:
        NAPI:\tdisabled
        """

    @Test func everythingOfABusyRing() {
        var expected = RingInformation()
        (expected.submissionEntries, expected.pendingSubmissions) = (8, 2)
        (expected.completionEntries, expected.unreadCompletions, expected.overflownCompletions) = (16, 3, 0)
        (expected.submissionThread, expected.submissionProcessor) = (-1, -1)
        (expected.registeredFiles, expected.registeredBuffers, expected.polls) = (4, 1, 1)
        #expect(RingInformation.Parser.parse(Self.busy) == expected)
    }

    /// 6.18.44: a queue of 4 completions that is full.
    @Test func completionsWithoutRoomAreCounted() {
        let information = RingInformation.Parser.parse(
            """
            CqMask:\t0x3
            CqHead:\t0
            CqTail:\t4
            CQEs:\t4
                0: user_data:0, res:0, flag:0
            PollList:
            CqOverflowList:
              user_data=0, res=0, flags=0
              user_data=0, res=0, flags=0
            NAPI:\tdisabled
            """)
        #expect(information.overflownCompletions == 2 && information.polls == 0)
        #expect(information.unreadCompletions == 4 && information.completionEntries == 4)
    }

    /// 5.1 to 5.5: no word of the ring.
    @Test func theOldestSayNothing() {
        #expect(RingInformation.Parser.parse("pos:\t0\nflags:\t02000002\nmnt_id:\t15\n") == RingInformation())
    }

    /// 5.10.262: no queues, and personalities with their credentials.
    @Test func olderOnesSayWhatIsRegistered() {
        let information = RingInformation.Parser.parse(
            """
            pos:\t0
            flags:\t02000002
            mnt_id:\t13
            SqThread:\t-1
            SqThreadCpu:\t-1
            UserFiles:\t4
                0: file
                1: <none>
                2: <none>
                3: <none>
            UserBufs:\t1
                0: 0x7fa2e54b1000/4096
            Personalities:
                1
            \tUid:\t0\t\t0\t\t0\t\t0
            \tGid:\t0\t\t0\t\t0\t\t0
            \tGroups:\t
            \tCapEff:\t000001ffffffffff
                2
            \tUid:\t0\t\t0\t\t0\t\t0
            \tGid:\t0\t\t0\t\t0\t\t0
            \tGroups:\t
            \tCapEff:\t000001ffffffffff
            PollList:
              op=6, task_works=0
            """)
        var expected = RingInformation()
        (expected.submissionThread, expected.submissionProcessor) = (-1, -1)
        (expected.registeredFiles, expected.registeredBuffers) = (4, 1)
        (expected.personalities, expected.polls) = (2, 1)
        #expect(information == expected)
    }

    /// Heads and tails are counters of 32 bits.
    @Test func countersWrap() {
        let information = RingInformation.Parser.parse(
            "SqMask:\t0x7fff\nSqHead:\t4294967295\nSqTail:\t3\nCqHead:\t4294967290\nCqTail:\t4294967290\n")
        #expect(information.submissionEntries == 32_768 && information.pendingSubmissions == 4)
        #expect(information.unreadCompletions == 0)
    }

    /// The name of a registered file is written by whoever made the file; and entries of lists need no space in front.
    @Test func whatLooksLikeALineIsNone() {
        let information = RingInformation.Parser.parse(
            """
            SqMask:\t0x7
            SQEs:\t1
            12345: SqThread:9, fd:0
            UserFiles:\t1
                0: SqMask:\t0xff
            \(String(repeating: "S", count: 100)): 7
            SqMask
            :
            """)
        #expect(information.submissionEntries == 8 && information.registeredFiles == 1)
        #expect(information.submissionThread == nil)
    }
}
