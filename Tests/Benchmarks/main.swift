// How long uringctl and its fibers take beside their peers. Run it on an idle machine, as the user whose view matters:
//
//     swift run -c release Benchmarks [SUBJECT…]
//
// A subject is chosen by its name or the beginning of it; all of them are measured where none is chosen. Goals are
// printed beside the figures and judge nothing: the exit status is 0 unless something could not be measured that should
// be.

import Foundation
import Support

func run(_ words: [String]) throws {
    if words.first == Measurement.verb {
        let figures = try Measurement.figures(Array(words.dropFirst()))
        print(figures.map { String($0) }.joined(separator: " "))
        return
    }
    let chosen = Subject.all.filter { subject in words.isEmpty || words.contains { subject.name.hasPrefix($0) } }
    guard !chosen.isEmpty else {
        throw Missing("no such subject; there are \(Subject.all.map(\.name).joined(separator: ", "))")
    }
    print(Machine.description)
    var (rows, isBroken) = ([String](), false)
    for subject in chosen {
        do {
            let measured = try subject.measure(.whole)
            print("\n\(measured.text)")
            rows += measured.rows
        } catch let missing as Missing {
            print("\n\(subject.name): skipped, \(missing)")
        } catch {
            print("\n\(subject.name): failed, \(error)")
            isBroken = true
        }
        fflush(nil)
    }
    if !rows.isEmpty { print("\n" + (Compared.header + rows).joined(separator: "\n")) }
    if isBroken { exit(1) }
}

do {
    try run(Array(CommandLine.arguments.dropFirst()))
} catch {
    FileHandle.standardError.write(Data("Benchmarks: \(error)\n".utf8))
    exit(2)
}
