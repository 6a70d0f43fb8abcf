extension Catalog {
    /// Flags that every kind of request takes, by bit.
    package static let submissionFlags: [SubmissionFlag] = [
        SubmissionFlag(0, "FIXED_FILE",       "5.1",  "the descriptor is an index of a registered file"),
        SubmissionFlag(1, "IO_DRAIN",         "5.2",  "start after all earlier requests have ended"),
        SubmissionFlag(2, "IO_LINK",          "5.3",  "the next request starts when this one succeeds"),
        SubmissionFlag(3, "IO_HARDLINK",      "5.5",  "the next request starts when this one ends"),
        SubmissionFlag(4, "ASYNC",            "5.6",  "run on a worker thread at once"),
        SubmissionFlag(5, "BUFFER_SELECT",    "5.7",  "the kernel chooses a provided buffer"),
        SubmissionFlag(6, "CQE_SKIP_SUCCESS", "5.17", "no completion when the request succeeds",
            without: ["IO_DRAIN"]),
    ]
}
