/// What a mutex's word means, and what may become of it: no word is read or written here.
@frozen
@usableFromInline
struct MutexState: Equatable {
    @usableFromInline let bits: UInt32

    /// Somebody waits, or did when this was set: whoever releases it wakes.
    @usableFromInline static var contended: UInt32 { 1 << 30 }
    /// Somebody was woken for nothing too often: whoever comes anew lets those pass who were woken.
    @usableFromInline static var reserved: UInt32 { 1 << 31 }

    @inlinable
    init(_ bits: UInt32) { self.bits = bits }

    /// The identity of whoever has it, or 0.
    @inlinable
    var holder: UInt32 { bits & (MutexState.contended - 1) }

    @inlinable
    var isReserved: Bool { bits & MutexState.reserved != 0 }

    @inlinable
    var withoutReservation: MutexState { MutexState(bits & ~MutexState.reserved) }

    /// How somebody comes to it.
    @frozen
    @usableFromInline
    enum Standing {
        case newcomer
        case woken
        /// Woken too often: reserves it.
        case starving
    }

    @frozen
    @usableFromInline
    enum Acquisition {
        /// With this in its place it is the caller's.
        case take(MutexState)
        /// With this in its place the caller sleeps for as long as it stays.
        case sleep(MutexState)
        case misuse(Misuse)
    }

    @inlinable
    func acquire(by caller: UInt32, _ standing: Standing) -> Acquisition {
        if holder == caller { return .misuse(.relock) }
        let others = bits & ~MutexState.reserved
        switch standing {
        case .newcomer:
            if holder == 0, !isReserved { return .take(MutexState(bits | caller)) }
            return .sleep(MutexState(bits | MutexState.contended))
        case .woken:
            // There may be others who wait: only those know who wake.
            if holder == 0 { return .take(MutexState(bits | caller | MutexState.contended)) }
            return .sleep(MutexState(bits | MutexState.contended))
        case .starving:
            if holder == 0 { return .take(MutexState(others | caller | MutexState.contended)) }
            return .sleep(MutexState(bits | MutexState.contended | MutexState.reserved))
        }
    }

    @frozen
    @usableFromInline
    enum Release {
        /// With this in its place it is nobody's, and one of those who wait is to be woken.
        case leave(MutexState)
        case misuse(Misuse)
    }

    @inlinable
    func release(by caller: UInt32) -> Release {
        if holder == 0 { return .misuse(.unlockOfUnlocked) }
        if holder != caller { return .misuse(.unlockOfOther) }
        return .leave(isReserved ? MutexState(MutexState.reserved | MutexState.contended) : MutexState(0))
    }
}
