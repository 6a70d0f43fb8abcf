import Testing

@testable import Sync

/// The state machines by themselves: every word that can be, and what becomes of it.
@Suite struct StateTests {
    private static let standings: [MutexState.Standing] = [.newcomer, .woken, .starving]

    /// Free, held by 1 or by 2; contended or not; reserved, which a mutex is only where it is contended.
    private static let mutexes = (0...2).flatMap { holder in
        [0, MutexState.contended, MutexState.contended | MutexState.reserved].map { MutexState(UInt32(holder) | $0) }
    }

    @Test func aMutexIsTakenOnlyWhereNobodyHasIt() {
        for state in Self.mutexes {
            for standing in Self.standings {
                switch state.acquire(by: 1, standing) {
                case .take(let new):
                    #expect(state.holder == 0 && new.holder == 1)
                    // What makes the holder wake others stays, or is made sure of.
                    #expect(new.bits & MutexState.contended >= state.bits & MutexState.contended)
                    #expect(standing == .newcomer || new.bits & MutexState.contended != 0)
                    #expect(standing != .newcomer || !state.isReserved)
                case .sleep(let new):
                    #expect(state.holder == 2 || state.holder == 0 && state.isReserved && standing == .newcomer)
                    #expect(new.holder == state.holder && new.bits & MutexState.contended != 0)
                    #expect(new.isReserved == (state.isReserved || standing == .starving))
                case .misuse(let misuse):
                    #expect(state.holder == 1 && misuse == .relock)
                }
            }
        }
    }

    @Test func onlyTheHolderLetsGo() {
        for state in Self.mutexes {
            switch state.release(by: 1) {
            case .leave(let new):
                #expect(state.holder == 1 && new.holder == 0 && new.isReserved == state.isReserved)
            case .misuse(let misuse):
                #expect(misuse == (state.holder == 0 ? .unlockOfUnlocked : .unlockOfOther) && state.holder != 1)
            }
        }
    }

    /// A round ends with each setting, and with nothing else; after 2^30 of them it begins again.
    @Test func anEventCountsItsRounds() throws {
        for round in [0, 1, (1 << 30) - 1] as [UInt32] {
            let unset = EventState(round << 2)
            for state in [unset, unset.awaited] {
                let set = try #require(state.afterSet)
                #expect(set.isSet && !set.isAwaited && set.round == (round + 1) % (1 << 30))
                #expect(set.afterSet == nil && state.afterReset == nil)
                let reset = try #require(set.afterReset)
                #expect(!reset.isSet && reset.round == set.round && !reset.isAwaited)
            }
        }
    }

    @Test func aTurnstileKeepsWhatIsFreeForWhoIsUrgent() {
        var turnstile = Turnstile(free: 1)
        // One passes, and two wait, of whom one has looked in vain too often.
        let entered = [turnstile.enter(), turnstile.enter(), turnstile.enter()]
        turnstile.becomeUrgent()
        #expect(entered == [true, false, false] && turnstile.nextToWake() == nil)
        // What comes back is for that one, whoever else looks or comes anew, and one wake-up is on its way.
        turnstile.leave()
        let (next, another) = (turnstile.nextToWake(), turnstile.nextToWake())
        #expect(next == .urgent && another == nil)
        let (patient, newcomer) = (turnstile.lookAgain(.patient), turnstile.enter())
        #expect(!patient && !newcomer && turnstile.waiting == 3)
        let urgent = turnstile.lookAgain(.urgent)
        #expect(urgent && turnstile.urgent == 0 && turnstile.nextToWake() == nil)
        turnstile.giveUp(.patient)
        turnstile.giveUp(.patient)
        turnstile.leave()
        #expect(turnstile.nextToWake() == nil && turnstile.waiting == 0)
        let passes = turnstile.enter()
        #expect(passes && turnstile.free == 0)
    }
}
