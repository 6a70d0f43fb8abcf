import Foundation

/// Holds JSON documents against a JSON Schema, by python3-jsonschema.
public enum JSONSchemaCheck {
    private static let python = "/usr/bin/python3"

    public static let isAvailable =
        (try? Shell.run(python, ["-c", "import jsonschema"]))?.status == 0

    /// What is wrong with each of `documents`: nil where it is one whole JSON document (no member given twice) that
    /// conforms to `schema`. One process for all of them.
    public static func problems(of documents: [String], schema: String) throws -> [String?] {
        let folder = try TemporaryFolder()
        let schemaFile = try folder.file("schema", schema)
        let files = try documents.enumerated().map { try folder.file("\($0.offset)", $0.element) }
        let list = try folder.file("list", files.joined(separator: "\n"))
        let finished = try Shell.run(python, ["-c", script, schemaFile, list])
        guard finished.status == 0 else { throw Failure(description: finished.errors) }
        return finished.output.split(separator: "\n").map { $0 == "ok" ? nil : String($0) }
    }

    /// The names of a document's members, in their order: of the whole, then of each member that is an object.
    public static func keys(of document: String) throws -> [String: [String]] {
        let folder = try TemporaryFolder()
        let finished = try Shell.run(python, ["-c", keyScript, try folder.file("document", document)])
        guard finished.status == 0 else { throw Failure(description: finished.errors) }
        var keys: [String: [String]] = [:]
        for line in finished.output.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            keys[words[0]] = Array(words.dropFirst())
        }
        return keys
    }

    private static let script = """
        import json, jsonschema, sys
        def unique(pairs):
            if len(dict(pairs)) != len(pairs): raise ValueError("a member is given twice")
            return dict(pairs)
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
        for file in open(sys.argv[2]).read().splitlines():
            try:
                text = open(file, encoding="utf-8", errors="strict").read()
                validator.validate(json.loads(text, object_pairs_hook=unique))
                print("ok")
            except Exception as problem:
                place = "/".join(map(str, getattr(problem, "absolute_path", [])))
                print((place + ": " + str(getattr(problem, "message", problem))).replace("\\n", " ")[:500])
        """

    private static let keyScript = """
        import json, sys
        pairs = json.load(open(sys.argv[1]), object_pairs_hook=lambda pairs: ("object", pairs))[1]
        print(" ".join([""] + [key for key, value in pairs]))
        for key, value in pairs:
            if isinstance(value, tuple): print(" ".join([key] + [inner for inner, _ in value[1]]))
        """

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
