import Report

extension BuildMode {
    var section: Section {
        Section("build_details", title: "build", isBrief: false, fields: [
            Field("optimization", .text(optimization.rawValue)),
            Field("sanitizer", Value(sanitizer), text: sanitizer ?? "none"),
            Field("linking", .text(isStatic ? "static" : "dynamic")),
        ])
    }
}

extension Section {
    /// For the JSON and Markdown only: who runs something asked for its outcome, not for what surrounds it.
    var unasked: Section {
        var section = self
        section.isBrief = false
        return section
    }
}
