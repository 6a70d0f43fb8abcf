/// "0x1f", as all addresses, registers and words of flags are shown.
package func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
