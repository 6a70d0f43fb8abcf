/// The end of a primitive's word, with what must hold then.
///
/// A class, because Swift 6.3.1 forgets the deinit of a generic structure that cannot be copied where another module owns
/// it; the structure caches the word beside this, so that nobody who uses it comes by here.
@usableFromInline
package final class OwnedWord<On: Platform>: Sendable {
    @usableFromInline let platform: On
    @usableFromInline package let word: On.Word
    @usableFromInline let check: Check

    @usableFromInline
    package enum Check: Sendable {
        case nothing
        /// A mutex that nobody holds.
        case isUnlocked
        case hasNoWaiters
    }

    @usableFromInline
    package init(_ value: UInt32, on platform: On, atEnd check: Check) {
        self.platform = platform
        self.check = check
        word = platform.makeWord(value)
    }

    @usableFromInline
    deinit {
        switch check {
        case .nothing: break
        case .isUnlocked: if platform.load(word) != 0 { platform.fail(.destroyedWhileHeld) }
        case .hasNoWaiters: if platform.hasWaiters(word) { platform.fail(.destroyedWhileWaitedOn) }
        }
        platform.freeWord(word)
    }
}

/// Memory for a value that a mutex guards, at an address that is used without the checks of a class's properties.
@usableFromInline
final class OwnedMemory<Value>: @unchecked Sendable {
    // Unchecked: whoever uses the place holds the mutex.
    @usableFromInline let place: UnsafeMutablePointer<Value>

    @usableFromInline
    init(_ value: Value) {
        place = .allocate(capacity: 1)
        place.initialize(to: value)
    }

    @usableFromInline
    deinit {
        place.deinitialize(count: 1)
        place.deallocate()
    }
}
