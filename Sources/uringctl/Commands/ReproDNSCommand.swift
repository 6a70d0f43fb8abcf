import Arguments
import Scenarios

/// `uringctl repro dns`.
enum ReproDNSCommand {
    static let options = ReproCommand.Options(.dns)
    static let name = Operand(
        optional: .hostName("NAME"), help: "a host's name or address, to be looked up in earnest as well")

    static let declaration = Command(
        "dns",
        summary: "show that a ring goes on while names are looked up, and what a lookup on a fiber does",
        description: [
            """
            Why do all of a ring's requests pause now and then, for seconds? A lookup by getaddrinfo(3) waits for name \
            servers, and with it the thread that calls it. Runs this program's own lookups through the cases below: a \
            thread of a pool asks, and the fiber that waits for it can be cancelled and has deadlines, while its ring \
            goes on. Then connections to names, whose addresses are tried as RFC 8305 says.
            """,
            """
            The specimen calls getaddrinfo on a fiber: the ring and all its fibers stand still for as long as that \
            takes.
            """,
            """
            Without NAME only localhost is looked up, and a stand-in takes the time that a slow lookup would. With \
            NAME that is looked up too, as this machine is configured to do it, and the report shows the addresses, \
            how long it took, and for how long at most a fiber was kept waiting that wants to run each millisecond. \
            That nobody knows NAME is no failure.
            """,
        ],
        options: options.all,
        exclusive: options.exclusive,
        operands: [name],
        examples: [
            Example("uringctl repro dns", help: "all cases and the specimen"),
            Example("uringctl repro dns db.example.org", help: "how long does this take, and who waits?"),
            Example(
                "uringctl repro dns db.example.org --case ring-goes-on --timeout 1m",
                help: "where servers don't answer"),
            Example("uringctl repro dns --specimen resolve-on-fiber", help: "a ring that stands still"),
        ],
        exitStatuses: ReproCommand.exitStatuses,
        environment: ReportOptions.environment,
        files: [
            Definition("/etc/hosts", "names that no server is asked for"),
            Definition("/etc/resolv.conf", "the name servers, and how long each is waited for"),
            Definition(
                "/etc/nsswitch.conf",
                """
                who is asked; the static program, which cannot load what that names, asks the two files above whatever \
                it says
                """),
        ],
        notes: [.definitions([ReportOptions.outputNote])],
        seeAlso: CommandTable.pages)

    static func run(_ parsed: Parsed) -> Int32 { ReproCommand.run(.dns, options, parsed, target: parsed[name]) }
}

extension ValueKind where Value == String {
    /// What can be looked up.
    fileprivate static func hostName(_ name: String) -> ValueKind {
        ValueKind(
            name,
            parse: { (text) throws(ValueProblem) in
                if let problem = NameToLookUp.problem(of: text) { throw .other(problem) }
                return text
            },
            render: { $0 })
    }
}
