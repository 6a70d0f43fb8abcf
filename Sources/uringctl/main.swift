import Arguments
import Glibc
import Kernel

StandardStreams.occupy()
exit(CommandLineInterface.run(Program.arguments))
