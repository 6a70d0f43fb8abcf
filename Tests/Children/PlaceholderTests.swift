import Testing
@testable import Children
