import Arguments
import Fibers
import Glibc
import Kernel

ProcessSetup.prepare()
guard let arguments = Program.arguments else {
    Console.complain("an argument is not UTF-8")
    Console.complainWithoutName("Try: uringctl --help")
    exit(2)
}
exit(RoomyStack.run { CommandLineInterface.run(arguments) })
