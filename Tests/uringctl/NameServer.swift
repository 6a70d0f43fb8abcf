import Support

/// A network of its own, with a name server: dnsmasq, behind which another one is slow or silent.
///
///     fast.test    192.0.2.1 and 2001:db8::1, at once
///     slow.test    192.0.2.7 and 2001:db8::7, after 1.2 seconds
///     silent.test  no answer: the resolver gives up after 3 seconds
///     gone.test    no such name
enum NameServer {
    static let slowNanoseconds = 1_200_000_000
    static let silentNanoseconds = 3_000_000_000

    /// Why there can be none here; nil where there can.
    static let obstacle: String? = {
        guard Machine.isRoot, Machine.canUnshare("net", "mount") else { return "needs root and namespaces" }
        return Machine.has("dnsmasq", "ip", "python3") ? nil : "dnsmasq, ip or python3 is not installed"
    }()

    private static let slowServer = """
        import socket, threading, time
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 5353))
        def answer(query, client):
            end = 12
            while query[end]:
                end += query[end] + 1
            question, kind = query[12:end + 5], query[end + 1:end + 3]
            if b"silent" in question:
                return
            time.sleep(1.2)
            data = {
                b"\\0\\1": socket.inet_pton(socket.AF_INET, "192.0.2.7"),
                b"\\0\\x1c": socket.inet_pton(socket.AF_INET6, "2001:db8::7"),
            }.get(kind, b"")
            record = b"\\xc0\\x0c" + kind + b"\\0\\1\\0\\0\\0\\0" + len(data).to_bytes(2, "big") + data if data else b""
            counts = b"\\0\\1" + (b"\\0\\1" if data else b"\\0\\0") + b"\\0\\0\\0\\0"
            server.sendto(query[:2] + b"\\x85\\x80" + counts + question + record, client)
        while True:
            query, client = server.recvfrom(4096)
            threading.Thread(target=answer, args=(query, client), daemon=True).start()
        """

    /// Waits until the server answers, not for a time.
    private static let setup = """
        set -e
        ip link set lo up
        printf 'nameserver 127.0.0.1\\noptions timeout:3 attempts:1\\n' >resolv.conf
        printf '127.0.0.1 localhost\\n::1 localhost\\n' >hosts
        echo "hosts: $sources" >nsswitch.conf
        for file in resolv.conf hosts nsswitch.conf; do
            [[ -e /etc/$file ]] || touch /etc/$file
            mount --bind $file /etc/$file
        done
        python3 slow.py &
        servers=$!
        dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --pid-file= --no-resolv --no-hosts \\
            --listen-address=127.0.0.1 --bind-interfaces --cache-size=0 --local=/test/ \\
            --address=/fast.test/192.0.2.1 --address=/fast.test/2001:db8::1 \\
            --server=/slow.test/127.0.0.1#5353 --server=/silent.test/127.0.0.1#5353 &
        servers="$servers $!"
        trap 'kill $servers' EXIT
        python3 - <<'END'
        import socket, time
        query = b"\\0\\7\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\4fast\\4test\\0\\0\\1\\0\\1"
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(0.1)
        for attempt in range(200):
            try:
                client.sendto(query, ("127.0.0.1", 53))
                client.recv(4096)
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise SystemExit("dnsmasq does not answer")
        END

        """

    /// Runs a script of bash in such a network, in which `$uringctl` is `program`.
    ///
    /// - Parameter sources: who is asked for names, as nsswitch.conf(5) has it.
    static func run(_ script: String, program: String, sources: String = "files dns") throws -> Finished {
        let folder = try TemporaryFolder()
        _ = try folder.file("slow.py", slowServer)
        return try Shell.run(
            "unshare", ["--net", "--mount", "bash", "--norc", "--noprofile", "-c", setup + script],
            environment: ["uringctl": program, "sources": sources], in: folder.path, deadlineSeconds: 60)
    }
}
