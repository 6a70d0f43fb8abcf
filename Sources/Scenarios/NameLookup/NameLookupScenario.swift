extension Scenario {
    /// Names looked up while a ring goes on, connections to them, and what a lookup on a fiber does to its siblings.
    package static let dns = Scenario(
        name: "dns", subject: "lookups", cases: lookupCases + nameConnectCases, specimens: lookupSpecimens)

    private static let lookupCases = [
        Case(
            "ring-goes-on", "a fiber waits for a slow lookup, and its siblings go on", needsRing: true,
            RingGoesOnCase.run),
        Case("localhost", "getaddrinfo finds localhost, and loopback addresses only", LookupCases.localhost),
        Case("errors", "bad names are not asked for, and each failure has its name", LookupCases.errors),
        Case("cancel", "a lookup is cut short at once, and nothing of it is left", needsRing: true, CancelCase.run),
    ]

    private static let nameConnectCases = [
        Case("order", "both families take turns, in the order that was found", NameConnectCases.order),
        Case(
            "connect", "the addresses of localhost are tried until one answers", needsRing: true,
            NameConnectCases.connect),
        Case("race", "an address that is silent is overtaken by the next", needsRing: true, NameConnectCases.race),
    ]

    private static let lookupSpecimens = [
        Specimen(
            "resolve-on-fiber", broken: "a fiber on a ring calls getaddrinfo itself",
            expected: "the ring and every fiber on it stand still for as long as the lookup takes",
            likeness: """
                all of a ring's requests pause when a name is looked up, and its thread sleeps in poll below getaddrinfo
                """,
            needsRing: true, LookupSpecimens.onFiber),
    ]
}
