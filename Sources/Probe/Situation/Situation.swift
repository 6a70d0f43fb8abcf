package import Kernel

/// As whom facts are gathered, and behind what.
package struct Situation: Sendable, Equatable {
    /// Whose identity is taken on; nil for whoever started this program.
    package var identity: Account?
    /// Whether every capability is given up.
    package var dropsCapabilities: Bool
    /// The filter that stands between.
    package var simulation: Simulation?

    package init(identity: Account? = nil, dropsCapabilities: Bool = false, simulation: Simulation? = nil) {
        self.identity = identity
        self.dropsCapabilities = dropsCapabilities
        self.simulation = simulation
    }
}

extension Situation {
    /// Puts this process into it, for good.
    ///
    /// In this order: who ceases to be root cannot take on an identity any more, and a filter might refuse the rest.
    func takeOn() throws(Failure) {
        do throws(Account.Refusal) { try identity?.takeOn() } catch {
            switch error {
            case .call(let failure): throw .identity(failure)
            case .unverified: throw .unverifiedIdentity
            }
        }
        if dropsCapabilities {
            do throws(CallFailure) { try Capabilities.dropAll() } catch { throw .capabilities(error) }
        }
        do throws(CallFailure) { try simulation?.filter.install() } catch { throw .filter(error) }
    }
}
