# fish completion for uringctl, generated from its table of commands.

# Whether the words before the cursor lead to the command that the arguments spell; behind the name of a
# program to run, or the dashes before it, two dashes follow.
function __uringctl_at
    set -l commands 'uringctl probe' \
        'uringctl repro' \
        'uringctl repro fiber' \
        'uringctl repro net' \
        'uringctl repro dns' \
        'uringctl repro log' \
        'uringctl repro event' \
        'uringctl repro mutex' \
        'uringctl stress' \
        'uringctl stress event' \
        'uringctl stress mutex' \
        'uringctl exec' \
        'uringctl explain' \
        'uringctl schema' \
        'uringctl completions' \
        'uringctl man' \
        'uringctl help'
    set -l valued 'uringctl probe -f' \
        'uringctl probe --format' \
        'uringctl probe --only' \
        'uringctl probe -r' \
        'uringctl probe --require' \
        'uringctl probe --path' \
        'uringctl probe --skip' \
        'uringctl probe --as' \
        'uringctl probe --simulate' \
        'uringctl probe -p' \
        'uringctl probe --pid' \
        'uringctl probe -o' \
        'uringctl probe --output' \
        'uringctl probe --color' \
        'uringctl repro fiber --case' \
        'uringctl repro fiber --specimen' \
        'uringctl repro fiber --explain' \
        'uringctl repro fiber -n' \
        'uringctl repro fiber --iterations' \
        'uringctl repro fiber --seed' \
        'uringctl repro fiber -t' \
        'uringctl repro fiber --timeout' \
        'uringctl repro fiber -f' \
        'uringctl repro fiber --format' \
        'uringctl repro fiber -o' \
        'uringctl repro fiber --output' \
        'uringctl repro fiber --color' \
        'uringctl repro net --case' \
        'uringctl repro net --specimen' \
        'uringctl repro net -n' \
        'uringctl repro net --iterations' \
        'uringctl repro net --seed' \
        'uringctl repro net -t' \
        'uringctl repro net --timeout' \
        'uringctl repro net -f' \
        'uringctl repro net --format' \
        'uringctl repro net -o' \
        'uringctl repro net --output' \
        'uringctl repro net --color' \
        'uringctl repro dns --case' \
        'uringctl repro dns --specimen' \
        'uringctl repro dns -n' \
        'uringctl repro dns --iterations' \
        'uringctl repro dns --seed' \
        'uringctl repro dns -t' \
        'uringctl repro dns --timeout' \
        'uringctl repro dns -f' \
        'uringctl repro dns --format' \
        'uringctl repro dns -o' \
        'uringctl repro dns --output' \
        'uringctl repro dns --color' \
        'uringctl repro log --case' \
        'uringctl repro log --specimen' \
        'uringctl repro log --explain' \
        'uringctl repro log -n' \
        'uringctl repro log --iterations' \
        'uringctl repro log --seed' \
        'uringctl repro log -t' \
        'uringctl repro log --timeout' \
        'uringctl repro log -f' \
        'uringctl repro log --format' \
        'uringctl repro log -o' \
        'uringctl repro log --output' \
        'uringctl repro log --color' \
        'uringctl repro event --case' \
        'uringctl repro event --specimen' \
        'uringctl repro event --explain' \
        'uringctl repro event -n' \
        'uringctl repro event --iterations' \
        'uringctl repro event --seed' \
        'uringctl repro event -t' \
        'uringctl repro event --timeout' \
        'uringctl repro event -f' \
        'uringctl repro event --format' \
        'uringctl repro event -o' \
        'uringctl repro event --output' \
        'uringctl repro event --color' \
        'uringctl repro mutex --case' \
        'uringctl repro mutex --specimen' \
        'uringctl repro mutex --explain' \
        'uringctl repro mutex -n' \
        'uringctl repro mutex --iterations' \
        'uringctl repro mutex --seed' \
        'uringctl repro mutex -t' \
        'uringctl repro mutex --timeout' \
        'uringctl repro mutex -f' \
        'uringctl repro mutex --format' \
        'uringctl repro mutex -o' \
        'uringctl repro mutex --output' \
        'uringctl repro mutex --color' \
        'uringctl stress event -p' \
        'uringctl stress event --primitive' \
        'uringctl stress event --pattern' \
        'uringctl stress event --threads' \
        'uringctl stress event --fibers' \
        'uringctl stress event --resources' \
        'uringctl stress event -d' \
        'uringctl stress event --duration' \
        'uringctl stress event --seed' \
        'uringctl stress event -f' \
        'uringctl stress event --format' \
        'uringctl stress event -o' \
        'uringctl stress event --output' \
        'uringctl stress event --color' \
        'uringctl stress mutex -p' \
        'uringctl stress mutex --primitive' \
        'uringctl stress mutex --pattern' \
        'uringctl stress mutex --threads' \
        'uringctl stress mutex --fibers' \
        'uringctl stress mutex --resources' \
        'uringctl stress mutex -d' \
        'uringctl stress mutex --duration' \
        'uringctl stress mutex --seed' \
        'uringctl stress mutex -f' \
        'uringctl stress mutex --format' \
        'uringctl stress mutex -o' \
        'uringctl stress mutex --output' \
        'uringctl stress mutex --color' \
        'uringctl exec -d' \
        'uringctl exec --deny' \
        'uringctl exec -s' \
        'uringctl exec --simulate' \
        'uringctl exec --only' \
        'uringctl explain -f' \
        'uringctl explain --format' \
        'uringctl explain -o' \
        'uringctl explain --output' \
        'uringctl explain --color'
    set -l runners 'uringctl exec'
    set -l at uringctl
    set -l skip no
    for word in (commandline -opc)[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- "$at" $runners; and not string match -q -- '-?*' "$word"
            set at "$at --"
            break
        else if test "$word" = --
            contains -- "$at" $runners; and set at "$at --"
            break
        else if contains -- "$at $word" $valued
            set skip yes
        else if contains -- "$at $word" $commands
            set at "$at $word"
        end
    end
    test "$at" = "$argv"
end

# What standard input offers, after what stands before the last comma; nothing twice.
function __uringctl_list
    set -l value (string replace -r -- '^--[^=]*=' '' (commandline -ct | string collect))
    set -l begun (string match -r -- '.*,' "$value")
    set -l given (string split -- , "$begun")
    while read -l -d \t word help
        contains -- "$word" $given
        or printf '%s%s\t%s\n' "$begun" "$word" "$help"
    end
end

# A program and its arguments: what follows the command that the arguments spell, and its options.
function __uringctl_program
    set -l valued 'uringctl probe -f' \
        'uringctl probe --format' \
        'uringctl probe --only' \
        'uringctl probe -r' \
        'uringctl probe --require' \
        'uringctl probe --path' \
        'uringctl probe --skip' \
        'uringctl probe --as' \
        'uringctl probe --simulate' \
        'uringctl probe -p' \
        'uringctl probe --pid' \
        'uringctl probe -o' \
        'uringctl probe --output' \
        'uringctl probe --color' \
        'uringctl repro fiber --case' \
        'uringctl repro fiber --specimen' \
        'uringctl repro fiber --explain' \
        'uringctl repro fiber -n' \
        'uringctl repro fiber --iterations' \
        'uringctl repro fiber --seed' \
        'uringctl repro fiber -t' \
        'uringctl repro fiber --timeout' \
        'uringctl repro fiber -f' \
        'uringctl repro fiber --format' \
        'uringctl repro fiber -o' \
        'uringctl repro fiber --output' \
        'uringctl repro fiber --color' \
        'uringctl repro net --case' \
        'uringctl repro net --specimen' \
        'uringctl repro net -n' \
        'uringctl repro net --iterations' \
        'uringctl repro net --seed' \
        'uringctl repro net -t' \
        'uringctl repro net --timeout' \
        'uringctl repro net -f' \
        'uringctl repro net --format' \
        'uringctl repro net -o' \
        'uringctl repro net --output' \
        'uringctl repro net --color' \
        'uringctl repro dns --case' \
        'uringctl repro dns --specimen' \
        'uringctl repro dns -n' \
        'uringctl repro dns --iterations' \
        'uringctl repro dns --seed' \
        'uringctl repro dns -t' \
        'uringctl repro dns --timeout' \
        'uringctl repro dns -f' \
        'uringctl repro dns --format' \
        'uringctl repro dns -o' \
        'uringctl repro dns --output' \
        'uringctl repro dns --color' \
        'uringctl repro log --case' \
        'uringctl repro log --specimen' \
        'uringctl repro log --explain' \
        'uringctl repro log -n' \
        'uringctl repro log --iterations' \
        'uringctl repro log --seed' \
        'uringctl repro log -t' \
        'uringctl repro log --timeout' \
        'uringctl repro log -f' \
        'uringctl repro log --format' \
        'uringctl repro log -o' \
        'uringctl repro log --output' \
        'uringctl repro log --color' \
        'uringctl repro event --case' \
        'uringctl repro event --specimen' \
        'uringctl repro event --explain' \
        'uringctl repro event -n' \
        'uringctl repro event --iterations' \
        'uringctl repro event --seed' \
        'uringctl repro event -t' \
        'uringctl repro event --timeout' \
        'uringctl repro event -f' \
        'uringctl repro event --format' \
        'uringctl repro event -o' \
        'uringctl repro event --output' \
        'uringctl repro event --color' \
        'uringctl repro mutex --case' \
        'uringctl repro mutex --specimen' \
        'uringctl repro mutex --explain' \
        'uringctl repro mutex -n' \
        'uringctl repro mutex --iterations' \
        'uringctl repro mutex --seed' \
        'uringctl repro mutex -t' \
        'uringctl repro mutex --timeout' \
        'uringctl repro mutex -f' \
        'uringctl repro mutex --format' \
        'uringctl repro mutex -o' \
        'uringctl repro mutex --output' \
        'uringctl repro mutex --color' \
        'uringctl stress event -p' \
        'uringctl stress event --primitive' \
        'uringctl stress event --pattern' \
        'uringctl stress event --threads' \
        'uringctl stress event --fibers' \
        'uringctl stress event --resources' \
        'uringctl stress event -d' \
        'uringctl stress event --duration' \
        'uringctl stress event --seed' \
        'uringctl stress event -f' \
        'uringctl stress event --format' \
        'uringctl stress event -o' \
        'uringctl stress event --output' \
        'uringctl stress event --color' \
        'uringctl stress mutex -p' \
        'uringctl stress mutex --primitive' \
        'uringctl stress mutex --pattern' \
        'uringctl stress mutex --threads' \
        'uringctl stress mutex --fibers' \
        'uringctl stress mutex --resources' \
        'uringctl stress mutex -d' \
        'uringctl stress mutex --duration' \
        'uringctl stress mutex --seed' \
        'uringctl stress mutex -f' \
        'uringctl stress mutex --format' \
        'uringctl stress mutex -o' \
        'uringctl stress mutex --output' \
        'uringctl stress mutex --color' \
        'uringctl exec -d' \
        'uringctl exec --deny' \
        'uringctl exec -s' \
        'uringctl exec --simulate' \
        'uringctl exec --only' \
        'uringctl explain -f' \
        'uringctl explain --format' \
        'uringctl explain -o' \
        'uringctl explain --output' \
        'uringctl explain --color'
    set -l words (commandline -opc)
    set -e words[1..(count $argv)]
    while set -q words[1]; and string match -q -- '-?*' $words[1]
        set -l option $words[1]
        set -e words[1]
        test "$option" = --; and break
        contains -- "$argv $option" $valued; and set -e words[1]
    end
    set -l line
    set -q words[1]; and set line (string escape -- $words)
    complete -C (string join -- ' ' $line (commandline -ct | string collect))
end

complete -c uringctl -f
complete -c uringctl -n '__uringctl_at uringctl' -a 'probe' -d 'show what io_uring can do here, and who refuses it'
complete -c uringctl -n '__uringctl_at uringctl' -a 'repro' -d 'run a class of bugs, and show what each looks like'
complete -c uringctl -n '__uringctl_at uringctl' -a 'stress' -d 'stress synchronisation by many threads and fibers'
complete -c uringctl -n '__uringctl_at uringctl' -a 'exec' -d 'run a program for which io_uring is refused'
complete -c uringctl -n '__uringctl_at uringctl' -a 'explain' -d 'say what an errno of io_uring can mean'
complete -c uringctl -n '__uringctl_at uringctl' -a 'schema' -d 'print the JSON Schema of a report'
complete -c uringctl -n '__uringctl_at uringctl' -a 'completions' -d 'print a completion script for a shell'
complete -c uringctl -n '__uringctl_at uringctl' -a 'man' -d 'print a manual page'
complete -c uringctl -n '__uringctl_at uringctl' -a 'help' -d 'explain a command'
complete -c uringctl -n '__uringctl_at uringctl; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl probe' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt -s a all' -s a -l all -d 'show every row in text, not only the summary'
complete -c uringctl -n '__uringctl_at uringctl probe' -l only -x -a '(printf \'%s\\t%s\\n\' \'environment\' \'kernel, system, identity, limits, security\' \'opcodes\' \'operations\' \'setup_flags\' \'flags of io_uring_setup\' \'features\' \'features that io_uring_setup reports\' \'register_ops\' \'operations of io_uring_register\' \'op_flags\' \'flags of single operations\' \'sqe_flags\' \'flags of submission entries\' \'enter_flags\' \'flags of io_uring_enter\' \'cqe_flags\' \'flags of completion entries\' \'behaviours\' \'what --verify learns besides\' \'known_bugs\' \'bugs that kernels of this release are known for\' \'flags\' \'all sections of flags\' | __uringctl_list)' -d 'show these sections, or rows (an ITEM), and no others; several with commas between'
complete -c uringctl -n '__uringctl_at uringctl probe' -s r -l require -x -a '(printf \'%s\\t%s\\n\' \'op:NOP\' \'do nothing\' \'op:READV\' \'read into several buffers\' \'op:WRITEV\' \'write from several buffers\' \'op:FSYNC\' \'flush a file to its device\' \'op:READ_FIXED\' \'read into a registered buffer\' \'op:WRITE_FIXED\' \'write from a registered buffer\' \'op:POLL_ADD\' \'wait until a descriptor is ready\' \'op:POLL_REMOVE\' \'stop or change a wait for readiness\' \'op:SYNC_FILE_RANGE\' \'flush part of a file to its device\' \'op:SENDMSG\' \'send a message from several buffers\' \'op:RECVMSG\' \'receive a message into several buffers\' \'op:TIMEOUT\' \'wait for a time or a number of completions\' \'op:TIMEOUT_REMOVE\' \'stop or change a timeout\' \'op:ACCEPT\' \'accept a connection\' \'op:ASYNC_CANCEL\' \'cancel pending requests\' \'op:LINK_TIMEOUT\' \'limit the time of the request before it\' \'op:CONNECT\' \'connect a socket\' \'op:FALLOCATE\' \'reserve or free space in a file\' \'op:OPENAT\' \'open a file\' \'op:CLOSE\' \'close a descriptor\' \'op:FILES_UPDATE\' \'change the table of registered files\' \'op:STATX\' \'read size, times and mode of a file\' \'op:READ\' \'read into one buffer\' \'op:WRITE\' \'write from one buffer\' \'op:FADVISE\' \'say how a file will be read\' \'op:MADVISE\' \'say how memory will be used\' \'op:SEND\' \'send from one buffer\' \'op:RECV\' \'receive into one buffer\' \'op:OPENAT2\' \'open a file with limits on its path\' \'op:EPOLL_CTL\' \'change what an epoll descriptor watches\' \'op:SPLICE\' \'move data through a pipe without copying\' \'op:PROVIDE_BUFFERS\' \'give the kernel buffers to choose from\' \'op:REMOVE_BUFFERS\' \'take provided buffers back\' \'op:TEE\' \'duplicate data from pipe to pipe\' \'op:SHUTDOWN\' \'end one or both directions of a socket\' \'op:RENAMEAT\' \'rename a file\' \'op:UNLINKAT\' \'remove a file or folder\' \'op:MKDIRAT\' \'make a folder\' \'op:SYMLINKAT\' \'make a symbolic link\' \'op:LINKAT\' \'make a hard link\' \'op:MSG_RING\' \'post a completion or a file to another ring\' \'op:FSETXATTR\' \'set an extended attribute of an open file\' \'op:SETXATTR\' \'set an extended attribute by path\' \'op:FGETXATTR\' \'read an extended attribute of an open file\' \'op:GETXATTR\' \'read an extended attribute by path\' \'op:SOCKET\' \'make a socket\' \'op:URING_CMD\' \'pass a command to a driver or a socket\' \'op:SEND_ZC\' \'send without copying\' \'op:SENDMSG_ZC\' \'send a message without copying\' \'op:READ_MULTISHOT\' \'read again and again with one request\' \'op:WAITID\' \'wait for a child process\' \'op:FUTEX_WAIT\' \'wait until a futex is woken\' \'op:FUTEX_WAKE\' \'wake those who wait on a futex\' \'op:FUTEX_WAITV\' \'wait on several futexes\' \'op:FIXED_FD_INSTALL\' \'turn a direct descriptor into a normal one\' \'op:FTRUNCATE\' \'change the size of an open file\' \'op:BIND\' \'give a socket its address\' \'op:LISTEN\' \'make a socket take connections\' \'op:RECV_ZC\' \'receive from a network card without copying\' \'op:EPOLL_WAIT\' \'wait for events of an epoll descriptor\' \'op:READV_FIXED\' \'read into parts of a registered buffer\' \'op:WRITEV_FIXED\' \'write from parts of a registered buffer\' \'op:PIPE\' \'make a pipe\' \'op:NOP128\' \'do nothing, with a 128-byte entry\' \'op:URING_CMD128\' \'pass a command with a 128-byte entry\' \'flag:IOPOLL\' \'poll the device for completions, without interrupts\' \'flag:SQPOLL\' \'a kernel thread picks requests up, without system calls\' \'flag:SQ_AFF\' \'pin the polling thread to a processor\' \'flag:CQSIZE\' \'choose the size of the completion queue\' \'flag:CLAMP\' \'cut sizes that are too large down to the limit\' \'flag:ATTACH_WQ\' \'share the worker threads of another ring\' \'flag:R_DISABLED\' \'start disabled, so that restrictions come first\' \'flag:SUBMIT_ALL\' \'go on submitting after a bad request\' \'flag:COOP_TASKRUN\' \'complete at the next system call, without interruption\' \'flag:TASKRUN_FLAG\' \'show in memory that completions wait for a call\' \'flag:SQE128\' \'submission entries of 128 bytes\' \'flag:CQE32\' \'completion entries of 32 bytes\' \'flag:SINGLE_ISSUER\' \'promise that only one thread submits\' \'flag:DEFER_TASKRUN\' \'complete only when the program waits for it\' \'flag:NO_MMAP\' \'the program provides the memory of the rings\' \'flag:REGISTERED_FD_ONLY\' \'no normal descriptor, only a registered index\' \'flag:NO_SQARRAY\' \'no index array before the submission entries\' \'flag:HYBRID_IOPOLL\' \'sleep a while, then poll the device\' \'flag:CQE_MIXED\' \'completion entries of 16 and 32 bytes together\' \'flag:SQE_MIXED\' \'submission entries of 64 and 128 bytes together\' \'flag:SQ_REWIND\' \'submit from the start of the queue every time\' \'flag:FIXED_FILE\' \'the descriptor is an index of a registered file\' \'flag:IO_DRAIN\' \'start after all earlier requests have ended\' \'flag:IO_LINK\' \'the next request starts when this one succeeds\' \'flag:IO_HARDLINK\' \'the next request starts when this one ends\' \'flag:ASYNC\' \'run on a worker thread at once\' \'flag:BUFFER_SELECT\' \'the kernel chooses a provided buffer\' \'flag:CQE_SKIP_SUCCESS\' \'no completion when the request succeeds\' \'flag:GETEVENTS\' \'wait for completions\' \'flag:SQ_WAKEUP\' \'wake the polling thread\' \'flag:SQ_WAIT\' \'wait for room in the submission queue\' \'flag:EXT_ARG\' \'wait with a timeout and a signal mask\' \'flag:REGISTERED_RING\' \'the descriptor is an index of a registered ring\' \'flag:ABS_TIMER\' \'the timeout is a point in time\' \'flag:EXT_ARG_REG\' \'the argument lies in a registered memory region\' \'flag:NO_IOWAIT\' \'do not count as waiting for a disk\' \'flag:NOP_INJECT_RESULT\' \'end with the result given\' \'flag:NOP_FILE\' \'look a descriptor up\' \'flag:NOP_FIXED_FILE\' \'look a registered file up\' \'flag:NOP_FIXED_BUFFER\' \'look a registered buffer up\' \'flag:NOP_TW\' \'complete by way of task work\' \'flag:NOP_CQE32\' \'end with a completion of 32 bytes\' \'flag:FSYNC_DATASYNC\' \'flush data, but only the metadata needed to read it\' \'flag:CURRENT_POSITION\' \'use and move the file position (offset -1)\' \'flag:RW_ATTR_FLAG_PI\' \'carry checksums to and from the device\' \'flag:WRITE_STREAM\' \'say which data have the same lifetime\' \'flag:POLL_WIDE_MASK\' \'all 32 bits of poll events, such as EPOLLEXCLUSIVE\' \'flag:POLL_ADD_MULTI\' \'report readiness again and again\' \'flag:POLL_ADD_LEVEL\' \'level-triggered; in the header, but no kernel accepts it\' \'flag:POLL_UPDATE_EVENTS\' \'change the events of a pending wait\' \'flag:POLL_UPDATE_USER_DATA\' \'change the user data of a pending wait\' \'flag:TIMEOUT_ABS\' \'the time is a point in time\' \'flag:TIMEOUT_BOOTTIME\' \'use the clock that runs on during suspend\' \'flag:TIMEOUT_REALTIME\' \'use the clock of the calendar\' \'flag:TIMEOUT_ETIME_SUCCESS\' \'expiry is a success and breaks no link\' \'flag:TIMEOUT_MULTISHOT\' \'expire again and again\' \'flag:TIMEOUT_IMMEDIATE_ARG\' \'the request holds the nanoseconds itself\' \'flag:TIMEOUT_UPDATE\' \'change the time of a pending timeout\' \'flag:LINK_TIMEOUT_UPDATE\' \'change the time of a pending linked timeout\' \'flag:SPLICE_F_FD_IN_FIXED\' \'the input is an index of a registered file\' \'flag:ASYNC_CANCEL_ALL\' \'cancel every match and count them\' \'flag:ASYNC_CANCEL_FD\' \'match by descriptor\' \'flag:ASYNC_CANCEL_ANY\' \'match every request of the ring\' \'flag:ASYNC_CANCEL_FD_FIXED\' \'match by registered file\' \'flag:ASYNC_CANCEL_USERDATA\' \'match by user data\' \'flag:ASYNC_CANCEL_OP\' \'match by opcode\' \'flag:ACCEPT_DIRECT\' \'put the connection into the table of files\' \'flag:ACCEPT_MULTISHOT\' \'accept every connection with one request\' \'flag:ACCEPT_DONTWAIT\' \'fail at once when no connection waits\' \'flag:ACCEPT_POLL_FIRST\' \'wait for a connection before the first try\' \'flag:RECVSEND_POLL_FIRST\' \'wait for readiness before the first try\' \'flag:RECVSEND_BUNDLE\' \'use as many provided buffers as fit\' \'flag:SEND.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:RECV_MULTISHOT\' \'receive again and again with one request\' \'flag:RECV_MULTISHOT_LIMIT\' \'end a multishot receive after a number of bytes\' \'flag:SEND_TO\' \'send to an address, as sendto does\' \'flag:SEND_VECTORIZED\' \'send from several buffers\' \'flag:SEND_ZC.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:SEND_ZC_NOTIF_USER_DATA\' \'give the notification user data of its own\' \'flag:SENDMSG_ZC.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:SEND_ZC_REPORT_USAGE\' \'report whether data were copied after all\' \'flag:NOTIF_USAGE_ZC_COPIED\' \'in the notification: data were copied after all\' \'flag:OPENAT_DIRECT\' \'put the file into the table of files\' \'flag:CLOSE_DIRECT\' \'close an entry of the table of files\' \'flag:SOCKET_DIRECT\' \'put the socket into the table of files\' \'flag:PIPE_DIRECT\' \'put both ends into the table of files\' \'flag:FILE_INDEX_ALLOC\' \'the kernel picks a free entry in the table of files\' \'flag:FILES_UPDATE_ALLOC\' \'the kernel picks free entries in the table of files\' \'flag:FIXED_FD_NO_CLOEXEC\' \'keep the new descriptor open across execve\' \'flag:MSG_DATA\' \'post a completion to another ring\' \'flag:MSG_SEND_FD\' \'put a registered file into the table of another ring\' \'flag:MSG_RING_CQE_SKIP\' \'post no completion to the other ring\' \'flag:MSG_RING_FLAGS_PASS\' \'choose the flags of the completion posted\' \'flag:FUTEX2_FLAGS\' \'take the flags of the futex2 calls, such as PRIVATE\' \'flag:WAITID_SIGINFO\' \'say how the child process ended\' \'flag:URING_CMD_FIXED\' \'use a registered buffer\' \'flag:URING_CMD_MULTISHOT\' \'complete again and again\' \'flag:SOCKET_URING_OP_SIOCINQ\' \'socket: how many bytes wait to be read\' \'flag:SOCKET_URING_OP_SIOCOUTQ\' \'socket: how many bytes wait to be sent\' \'flag:SOCKET_URING_OP_GETSOCKOPT\' \'socket: read an option\' \'flag:SOCKET_URING_OP_SETSOCKOPT\' \'socket: set an option\' \'flag:SOCKET_URING_OP_TX_TIMESTAMP\' \'socket: when packets were sent\' \'flag:SOCKET_URING_OP_GETSOCKNAME\' \'socket: read an address\' \'flag:BLOCK_URING_CMD_DISCARD\' \'block device: discard data\' \'flag:BLOCK_URING_CMD_ZONE_RESET_ALL\' \'block device: reset all zones\' \'flag:RSRC_REGISTER_SPARSE\' \'start with an empty table\' \'flag:REGISTER_FILES_SKIP\' \'leave an entry as it is\' \'flag:RESTRICTION_REGISTER_OP\' \'allow a register operation\' \'flag:RESTRICTION_SQE_OP\' \'allow an opcode\' \'flag:RESTRICTION_SQE_FLAGS_ALLOWED\' \'allow flags of requests\' \'flag:RESTRICTION_SQE_FLAGS_REQUIRED\' \'demand flags of requests\' \'flag:RESTRICTIONS_PER_TASK\' \'limit every ring of the calling task\' \'flag:PBUF_RING_MMAP\' \'the kernel provides the memory of the ring\' \'flag:PBUF_RING_INC\' \'buffers are filled bit by bit\' \'flag:BUF_RING_MIN_LEFT\' \'retire a partly filled buffer with too little room\' \'flag:NAPI_REGISTER_OP\' \'choose how sources to poll are found\' \'flag:NAPI_STATIC_ADD_ID\' \'add a source to poll\' \'flag:NAPI_STATIC_DEL_ID\' \'remove a source to poll\' \'flag:NAPI_TRACKING_DYNAMIC\' \'the kernel finds the sources to poll\' \'flag:NAPI_TRACKING_STATIC\' \'the program names the sources to poll\' \'flag:NAPI_TRACKING_INACTIVE\' \'poll nothing\' \'flag:REGISTER_SRC_REGISTERED\' \'the source is an index of a registered ring\' \'flag:REGISTER_DST_REPLACE\' \'replace buffers that are there already\' \'flag:MEM_REGION_TYPE_USER\' \'the program provides the memory\' \'flag:MEM_REGION_REG_WAIT_ARG\' \'the memory holds arguments for waiting\' \'flag:MIN_WAIT\' \'gather completions for a minimum time\' \'flag:REG_WAIT_TS\' \'the registered argument holds a timeout\' \'flag:ZCRX_AREA_DMABUF\' \'receive into memory of a device\' \'flag:ZCRX_REG_IMPORT\' \'share the receive queue of another ring\' \'flag:ZCRX_REG_NODEV\' \'work without a network card, copying\' \'flag:ZCRX_FEATURE_RX_PAGE_SIZE\' \'the size of receive buffers can be chosen\' \'flag:ZCRX_FEATURE_EVENT\' \'events and statistics can be asked for\' \'flag:ZCRX_EVENT_ALLOC_FAIL\' \'event: no memory for a packet\' \'flag:ZCRX_EVENT_COPY\' \'event: data were copied after all\' \'flag:ZCRX_EVENT_DESC_FLAG_STATS\' \'count in shared memory what was copied\' \'flag:ZCRX_CTRL_FLUSH_RQ\' \'hand used buffers back at once\' \'flag:ZCRX_CTRL_EXPORT\' \'make a descriptor for sharing the receive queue\' \'flag:ZCRX_CTRL_ARM_EVENT\' \'report an event once more\' \'flag:ZCRX_CTRL_ADD_AREA\' \'add memory to receive into\' \'flag:QUERY_OPCODES\' \'how many operations and which flags there are\' \'flag:QUERY_ZCRX\' \'what zero-copy receive can do\' \'flag:QUERY_SCQ\' \'the memory that the heads of both queues need\' \'flag:QUERY_ZCRX_EVENT\' \'which zero-copy receive events there are\' \'flag:BPF_CMD_FILTER\' \'add a filter for an opcode\' \'flag:BPF_FILTER_DENY_REST\' \'refuse every opcode that has no filter\' \'flag:BPF_FILTER_SZ_STRICT\' \'insist on the size of what the filter sees\' \'flag:BPF_LOOP\' \'a BPF program handles completions in the kernel\' \'feat:SINGLE_MMAP\' \'one mapping holds both queues\' \'feat:NODROP\' \'completions are kept when their queue is full\' \'feat:SUBMIT_STABLE\' \'arguments may be reused once submitted\' \'feat:RW_CUR_POS\' \'reads and writes can use the file position\' \'feat:CUR_PERSONALITY\' \'requests run with the rights of who submits them\' \'feat:FAST_POLL\' \'sockets and pipes wait without a worker thread\' \'feat:POLL_32BITS\' \'waits for readiness take every poll flag\' \'feat:SQPOLL_NONFIXED\' \'the polling thread takes unregistered files\' \'feat:EXT_ARG\' \'waiting takes a timeout and a signal mask\' \'feat:NATIVE_WORKERS\' \'worker threads belong to the process\' \'feat:RSRC_TAGS\' \'registered files and buffers can be tagged and updated\' \'feat:CQE_SKIP\' \'successful requests can be silent\' \'feat:LINKED_FILE\' \'a linked request looks its file up when it starts\' \'feat:REG_REG_RING\' \'register calls take a registered ring\' \'feat:RECVSEND_BUNDLE\' \'one send or receive can use several buffers\' \'feat:MIN_TIMEOUT\' \'a wait can gather completions for a minimum time\' \'feat:RW_ATTR\' \'reads and writes carry attributes such as checksums\' \'feat:NO_IOWAIT\' \'waiting need not count as waiting for a disk\' \'reg:REGISTER_BUFFERS\' \'pin buffers once for many reads and writes\' \'reg:UNREGISTER_BUFFERS\' \'let the registered buffers go\' \'reg:REGISTER_FILES\' \'set up a table of files for direct descriptors\' \'reg:UNREGISTER_FILES\' \'let the table of files go\' \'reg:REGISTER_EVENTFD\' \'signal an eventfd at every completion\' \'reg:UNREGISTER_EVENTFD\' \'stop signalling the eventfd\' \'reg:REGISTER_FILES_UPDATE\' \'change entries of the table of files\' \'reg:REGISTER_EVENTFD_ASYNC\' \'signal an eventfd at completions that came later\' \'reg:REGISTER_PROBE\' \'ask which opcodes the kernel has\' \'reg:REGISTER_PERSONALITY\' \'keep the present rights for later requests\' \'reg:UNREGISTER_PERSONALITY\' \'forget rights that were kept\' \'reg:REGISTER_RESTRICTIONS\' \'limit what the ring may be used for\' \'reg:REGISTER_ENABLE_RINGS\' \'start a ring that was made disabled\' \'reg:REGISTER_FILES2\' \'set up a table of files, with tags or empty\' \'reg:REGISTER_FILES_UPDATE2\' \'change entries of the table of files, with tags\' \'reg:REGISTER_BUFFERS2\' \'pin buffers, with tags or an empty table\' \'reg:REGISTER_BUFFERS_UPDATE\' \'change entries of the table of buffers\' \'reg:REGISTER_IOWQ_AFF\' \'pin worker threads to processors\' \'reg:UNREGISTER_IOWQ_AFF\' \'let worker threads run on any processor\' \'reg:REGISTER_IOWQ_MAX_WORKERS\' \'limit the number of worker threads\' \'reg:REGISTER_RING_FDS\' \'register rings, for cheaper system calls\' \'reg:UNREGISTER_RING_FDS\' \'forget registered rings\' \'reg:REGISTER_PBUF_RING\' \'give the kernel a ring of buffers to choose from\' \'reg:UNREGISTER_PBUF_RING\' \'take the ring of buffers back\' \'reg:REGISTER_SYNC_CANCEL\' \'cancel requests and wait until they have ended\' \'reg:REGISTER_FILE_ALLOC_RANGE\' \'say which table entries the kernel may hand out\' \'reg:REGISTER_PBUF_STATUS\' \'ask how far a ring of buffers is used\' \'reg:REGISTER_NAPI\' \'poll the network card while waiting\' \'reg:UNREGISTER_NAPI\' \'stop polling the network card\' \'reg:REGISTER_CLOCK\' \'choose the clock of timed waits\' \'reg:REGISTER_CLONE_BUFFERS\' \'take over registered buffers of another ring\' \'reg:REGISTER_SEND_MSG_RING\' \'post to a ring without having one\' \'reg:REGISTER_ZCRX_IFQ\' \'receive from a network queue without copying\' \'reg:REGISTER_RESIZE_RINGS\' \'change the size of a ring in use\' \'reg:REGISTER_MEM_REGION\' \'share memory for arguments with the kernel\' \'reg:REGISTER_QUERY\' \'ask what io_uring has, without a ring\' \'reg:REGISTER_ZCRX_CTRL\' \'control a zero-copy receive queue\' \'reg:REGISTER_BPF_FILTER\' \'let a BPF program allow or refuse requests\' | __uringctl_list)' -d 'exit with 1 unless these are there, such as op:BIND'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt verify -s p pid' -l verify -d 'use each operation for real, in the smallest safe way, and say what came of it'
complete -c uringctl -n '__uringctl_at uringctl probe' -l path -x -a '(__fish_complete_directories)' -d 'where --verify makes files; else $TMPDIR or /tmp'
complete -c uringctl -n '__uringctl_at uringctl probe' -l skip -x -a '(printf \'%s\\t%s\\n\' \'op:NOP\' \'do nothing\' \'op:READV\' \'read into several buffers\' \'op:WRITEV\' \'write from several buffers\' \'op:FSYNC\' \'flush a file to its device\' \'op:READ_FIXED\' \'read into a registered buffer\' \'op:WRITE_FIXED\' \'write from a registered buffer\' \'op:POLL_ADD\' \'wait until a descriptor is ready\' \'op:POLL_REMOVE\' \'stop or change a wait for readiness\' \'op:SYNC_FILE_RANGE\' \'flush part of a file to its device\' \'op:SENDMSG\' \'send a message from several buffers\' \'op:RECVMSG\' \'receive a message into several buffers\' \'op:TIMEOUT\' \'wait for a time or a number of completions\' \'op:TIMEOUT_REMOVE\' \'stop or change a timeout\' \'op:ACCEPT\' \'accept a connection\' \'op:ASYNC_CANCEL\' \'cancel pending requests\' \'op:LINK_TIMEOUT\' \'limit the time of the request before it\' \'op:CONNECT\' \'connect a socket\' \'op:FALLOCATE\' \'reserve or free space in a file\' \'op:OPENAT\' \'open a file\' \'op:CLOSE\' \'close a descriptor\' \'op:FILES_UPDATE\' \'change the table of registered files\' \'op:STATX\' \'read size, times and mode of a file\' \'op:READ\' \'read into one buffer\' \'op:WRITE\' \'write from one buffer\' \'op:FADVISE\' \'say how a file will be read\' \'op:MADVISE\' \'say how memory will be used\' \'op:SEND\' \'send from one buffer\' \'op:RECV\' \'receive into one buffer\' \'op:OPENAT2\' \'open a file with limits on its path\' \'op:EPOLL_CTL\' \'change what an epoll descriptor watches\' \'op:SPLICE\' \'move data through a pipe without copying\' \'op:PROVIDE_BUFFERS\' \'give the kernel buffers to choose from\' \'op:REMOVE_BUFFERS\' \'take provided buffers back\' \'op:TEE\' \'duplicate data from pipe to pipe\' \'op:SHUTDOWN\' \'end one or both directions of a socket\' \'op:RENAMEAT\' \'rename a file\' \'op:UNLINKAT\' \'remove a file or folder\' \'op:MKDIRAT\' \'make a folder\' \'op:SYMLINKAT\' \'make a symbolic link\' \'op:LINKAT\' \'make a hard link\' \'op:MSG_RING\' \'post a completion or a file to another ring\' \'op:FSETXATTR\' \'set an extended attribute of an open file\' \'op:SETXATTR\' \'set an extended attribute by path\' \'op:FGETXATTR\' \'read an extended attribute of an open file\' \'op:GETXATTR\' \'read an extended attribute by path\' \'op:SOCKET\' \'make a socket\' \'op:URING_CMD\' \'pass a command to a driver or a socket\' \'op:SEND_ZC\' \'send without copying\' \'op:SENDMSG_ZC\' \'send a message without copying\' \'op:READ_MULTISHOT\' \'read again and again with one request\' \'op:WAITID\' \'wait for a child process\' \'op:FUTEX_WAIT\' \'wait until a futex is woken\' \'op:FUTEX_WAKE\' \'wake those who wait on a futex\' \'op:FUTEX_WAITV\' \'wait on several futexes\' \'op:FIXED_FD_INSTALL\' \'turn a direct descriptor into a normal one\' \'op:FTRUNCATE\' \'change the size of an open file\' \'op:BIND\' \'give a socket its address\' \'op:LISTEN\' \'make a socket take connections\' \'op:RECV_ZC\' \'receive from a network card without copying\' \'op:EPOLL_WAIT\' \'wait for events of an epoll descriptor\' \'op:READV_FIXED\' \'read into parts of a registered buffer\' \'op:WRITEV_FIXED\' \'write from parts of a registered buffer\' \'op:PIPE\' \'make a pipe\' \'op:NOP128\' \'do nothing, with a 128-byte entry\' \'op:URING_CMD128\' \'pass a command with a 128-byte entry\' \'flag:NOP_INJECT_RESULT\' \'end with the result given\' \'flag:NOP_FILE\' \'look a descriptor up\' \'flag:NOP_FIXED_FILE\' \'look a registered file up\' \'flag:NOP_FIXED_BUFFER\' \'look a registered buffer up\' \'flag:NOP_TW\' \'complete by way of task work\' \'flag:NOP_CQE32\' \'end with a completion of 32 bytes\' \'flag:FSYNC_DATASYNC\' \'flush data, but only the metadata needed to read it\' \'flag:CURRENT_POSITION\' \'use and move the file position (offset -1)\' \'flag:RW_ATTR_FLAG_PI\' \'carry checksums to and from the device\' \'flag:WRITE_STREAM\' \'say which data have the same lifetime\' \'flag:POLL_WIDE_MASK\' \'all 32 bits of poll events, such as EPOLLEXCLUSIVE\' \'flag:POLL_ADD_MULTI\' \'report readiness again and again\' \'flag:POLL_ADD_LEVEL\' \'level-triggered; in the header, but no kernel accepts it\' \'flag:POLL_UPDATE_EVENTS\' \'change the events of a pending wait\' \'flag:POLL_UPDATE_USER_DATA\' \'change the user data of a pending wait\' \'flag:TIMEOUT_ABS\' \'the time is a point in time\' \'flag:TIMEOUT_BOOTTIME\' \'use the clock that runs on during suspend\' \'flag:TIMEOUT_REALTIME\' \'use the clock of the calendar\' \'flag:TIMEOUT_ETIME_SUCCESS\' \'expiry is a success and breaks no link\' \'flag:TIMEOUT_MULTISHOT\' \'expire again and again\' \'flag:TIMEOUT_IMMEDIATE_ARG\' \'the request holds the nanoseconds itself\' \'flag:TIMEOUT_UPDATE\' \'change the time of a pending timeout\' \'flag:LINK_TIMEOUT_UPDATE\' \'change the time of a pending linked timeout\' \'flag:SPLICE_F_FD_IN_FIXED\' \'the input is an index of a registered file\' \'flag:ASYNC_CANCEL_ALL\' \'cancel every match and count them\' \'flag:ASYNC_CANCEL_FD\' \'match by descriptor\' \'flag:ASYNC_CANCEL_ANY\' \'match every request of the ring\' \'flag:ASYNC_CANCEL_FD_FIXED\' \'match by registered file\' \'flag:ASYNC_CANCEL_USERDATA\' \'match by user data\' \'flag:ASYNC_CANCEL_OP\' \'match by opcode\' \'flag:ACCEPT_DIRECT\' \'put the connection into the table of files\' \'flag:ACCEPT_MULTISHOT\' \'accept every connection with one request\' \'flag:ACCEPT_DONTWAIT\' \'fail at once when no connection waits\' \'flag:ACCEPT_POLL_FIRST\' \'wait for a connection before the first try\' \'flag:RECVSEND_POLL_FIRST\' \'wait for readiness before the first try\' \'flag:RECVSEND_BUNDLE\' \'use as many provided buffers as fit\' \'flag:SEND.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:RECV_MULTISHOT\' \'receive again and again with one request\' \'flag:RECV_MULTISHOT_LIMIT\' \'end a multishot receive after a number of bytes\' \'flag:SEND_TO\' \'send to an address, as sendto does\' \'flag:SEND_VECTORIZED\' \'send from several buffers\' \'flag:SEND_ZC.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:SEND_ZC_NOTIF_USER_DATA\' \'give the notification user data of its own\' \'flag:SENDMSG_ZC.RECVSEND_FIXED_BUF\' \'use a registered buffer\' \'flag:SEND_ZC_REPORT_USAGE\' \'report whether data were copied after all\' \'flag:NOTIF_USAGE_ZC_COPIED\' \'in the notification: data were copied after all\' \'flag:OPENAT_DIRECT\' \'put the file into the table of files\' \'flag:CLOSE_DIRECT\' \'close an entry of the table of files\' \'flag:SOCKET_DIRECT\' \'put the socket into the table of files\' \'flag:PIPE_DIRECT\' \'put both ends into the table of files\' \'flag:FILE_INDEX_ALLOC\' \'the kernel picks a free entry in the table of files\' \'flag:FILES_UPDATE_ALLOC\' \'the kernel picks free entries in the table of files\' \'flag:FIXED_FD_NO_CLOEXEC\' \'keep the new descriptor open across execve\' \'flag:MSG_DATA\' \'post a completion to another ring\' \'flag:MSG_SEND_FD\' \'put a registered file into the table of another ring\' \'flag:MSG_RING_CQE_SKIP\' \'post no completion to the other ring\' \'flag:MSG_RING_FLAGS_PASS\' \'choose the flags of the completion posted\' \'flag:FUTEX2_FLAGS\' \'take the flags of the futex2 calls, such as PRIVATE\' \'flag:WAITID_SIGINFO\' \'say how the child process ended\' \'flag:URING_CMD_FIXED\' \'use a registered buffer\' \'flag:URING_CMD_MULTISHOT\' \'complete again and again\' \'flag:SOCKET_URING_OP_SIOCINQ\' \'socket: how many bytes wait to be read\' \'flag:SOCKET_URING_OP_SIOCOUTQ\' \'socket: how many bytes wait to be sent\' \'flag:SOCKET_URING_OP_GETSOCKOPT\' \'socket: read an option\' \'flag:SOCKET_URING_OP_SETSOCKOPT\' \'socket: set an option\' \'flag:SOCKET_URING_OP_TX_TIMESTAMP\' \'socket: when packets were sent\' \'flag:SOCKET_URING_OP_GETSOCKNAME\' \'socket: read an address\' \'flag:BLOCK_URING_CMD_DISCARD\' \'block device: discard data\' \'flag:BLOCK_URING_CMD_ZONE_RESET_ALL\' \'block device: reset all zones\' \'flag:RSRC_REGISTER_SPARSE\' \'start with an empty table\' \'flag:REGISTER_FILES_SKIP\' \'leave an entry as it is\' \'flag:RESTRICTION_REGISTER_OP\' \'allow a register operation\' \'flag:RESTRICTION_SQE_OP\' \'allow an opcode\' \'flag:RESTRICTION_SQE_FLAGS_ALLOWED\' \'allow flags of requests\' \'flag:RESTRICTION_SQE_FLAGS_REQUIRED\' \'demand flags of requests\' \'flag:RESTRICTIONS_PER_TASK\' \'limit every ring of the calling task\' \'flag:PBUF_RING_MMAP\' \'the kernel provides the memory of the ring\' \'flag:PBUF_RING_INC\' \'buffers are filled bit by bit\' \'flag:BUF_RING_MIN_LEFT\' \'retire a partly filled buffer with too little room\' \'flag:NAPI_REGISTER_OP\' \'choose how sources to poll are found\' \'flag:NAPI_STATIC_ADD_ID\' \'add a source to poll\' \'flag:NAPI_STATIC_DEL_ID\' \'remove a source to poll\' \'flag:NAPI_TRACKING_DYNAMIC\' \'the kernel finds the sources to poll\' \'flag:NAPI_TRACKING_STATIC\' \'the program names the sources to poll\' \'flag:NAPI_TRACKING_INACTIVE\' \'poll nothing\' \'flag:REGISTER_SRC_REGISTERED\' \'the source is an index of a registered ring\' \'flag:REGISTER_DST_REPLACE\' \'replace buffers that are there already\' \'flag:MEM_REGION_TYPE_USER\' \'the program provides the memory\' \'flag:MEM_REGION_REG_WAIT_ARG\' \'the memory holds arguments for waiting\' \'flag:MIN_WAIT\' \'gather completions for a minimum time\' \'flag:REG_WAIT_TS\' \'the registered argument holds a timeout\' \'flag:ZCRX_AREA_DMABUF\' \'receive into memory of a device\' \'flag:ZCRX_REG_IMPORT\' \'share the receive queue of another ring\' \'flag:ZCRX_REG_NODEV\' \'work without a network card, copying\' \'flag:ZCRX_FEATURE_RX_PAGE_SIZE\' \'the size of receive buffers can be chosen\' \'flag:ZCRX_FEATURE_EVENT\' \'events and statistics can be asked for\' \'flag:ZCRX_EVENT_ALLOC_FAIL\' \'event: no memory for a packet\' \'flag:ZCRX_EVENT_COPY\' \'event: data were copied after all\' \'flag:ZCRX_EVENT_DESC_FLAG_STATS\' \'count in shared memory what was copied\' \'flag:ZCRX_CTRL_FLUSH_RQ\' \'hand used buffers back at once\' \'flag:ZCRX_CTRL_EXPORT\' \'make a descriptor for sharing the receive queue\' \'flag:ZCRX_CTRL_ARM_EVENT\' \'report an event once more\' \'flag:ZCRX_CTRL_ADD_AREA\' \'add memory to receive into\' \'flag:QUERY_OPCODES\' \'how many operations and which flags there are\' \'flag:QUERY_ZCRX\' \'what zero-copy receive can do\' \'flag:QUERY_SCQ\' \'the memory that the heads of both queues need\' \'flag:QUERY_ZCRX_EVENT\' \'which zero-copy receive events there are\' \'flag:BPF_CMD_FILTER\' \'add a filter for an opcode\' \'flag:BPF_FILTER_DENY_REST\' \'refuse every opcode that has no filter\' \'flag:BPF_FILTER_SZ_STRICT\' \'insist on the size of what the filter sees\' \'flag:BPF_LOOP\' \'a BPF program handles completions in the kernel\' \'reg:REGISTER_BUFFERS\' \'pin buffers once for many reads and writes\' \'reg:UNREGISTER_BUFFERS\' \'let the registered buffers go\' \'reg:REGISTER_FILES\' \'set up a table of files for direct descriptors\' \'reg:UNREGISTER_FILES\' \'let the table of files go\' \'reg:REGISTER_EVENTFD\' \'signal an eventfd at every completion\' \'reg:UNREGISTER_EVENTFD\' \'stop signalling the eventfd\' \'reg:REGISTER_FILES_UPDATE\' \'change entries of the table of files\' \'reg:REGISTER_EVENTFD_ASYNC\' \'signal an eventfd at completions that came later\' \'reg:REGISTER_PROBE\' \'ask which opcodes the kernel has\' \'reg:REGISTER_PERSONALITY\' \'keep the present rights for later requests\' \'reg:UNREGISTER_PERSONALITY\' \'forget rights that were kept\' \'reg:REGISTER_RESTRICTIONS\' \'limit what the ring may be used for\' \'reg:REGISTER_ENABLE_RINGS\' \'start a ring that was made disabled\' \'reg:REGISTER_FILES2\' \'set up a table of files, with tags or empty\' \'reg:REGISTER_FILES_UPDATE2\' \'change entries of the table of files, with tags\' \'reg:REGISTER_BUFFERS2\' \'pin buffers, with tags or an empty table\' \'reg:REGISTER_BUFFERS_UPDATE\' \'change entries of the table of buffers\' \'reg:REGISTER_IOWQ_AFF\' \'pin worker threads to processors\' \'reg:UNREGISTER_IOWQ_AFF\' \'let worker threads run on any processor\' \'reg:REGISTER_IOWQ_MAX_WORKERS\' \'limit the number of worker threads\' \'reg:REGISTER_RING_FDS\' \'register rings, for cheaper system calls\' \'reg:UNREGISTER_RING_FDS\' \'forget registered rings\' \'reg:REGISTER_PBUF_RING\' \'give the kernel a ring of buffers to choose from\' \'reg:UNREGISTER_PBUF_RING\' \'take the ring of buffers back\' \'reg:REGISTER_SYNC_CANCEL\' \'cancel requests and wait until they have ended\' \'reg:REGISTER_FILE_ALLOC_RANGE\' \'say which table entries the kernel may hand out\' \'reg:REGISTER_PBUF_STATUS\' \'ask how far a ring of buffers is used\' \'reg:REGISTER_NAPI\' \'poll the network card while waiting\' \'reg:UNREGISTER_NAPI\' \'stop polling the network card\' \'reg:REGISTER_CLOCK\' \'choose the clock of timed waits\' \'reg:REGISTER_CLONE_BUFFERS\' \'take over registered buffers of another ring\' \'reg:REGISTER_SEND_MSG_RING\' \'post to a ring without having one\' \'reg:REGISTER_ZCRX_IFQ\' \'receive from a network queue without copying\' \'reg:REGISTER_RESIZE_RINGS\' \'change the size of a ring in use\' \'reg:REGISTER_MEM_REGION\' \'share memory for arguments with the kernel\' \'reg:REGISTER_QUERY\' \'ask what io_uring has, without a ring\' \'reg:REGISTER_ZCRX_CTRL\' \'control a zero-copy receive queue\' \'reg:REGISTER_BPF_FILTER\' \'let a BPF program allow or refuse requests\' \'behaviour:futex-before-threads\' \'a private futex wait from before the first thread is woken after it\' \'behaviour:message-to-disabled-ring\' \'a message to a ring that is disabled is refused with EBADFD\' \'behaviour:single-issuer\' \'a ring of a single issuer refuses another thread with EEXIST\' \'behaviour:memory-back-at-close\' \'what a ring is charged to the limit of locked memory is free again once it is closed\' | __uringctl_list)' -d 'what --verify leaves out'
complete -c uringctl -n '__uringctl_at uringctl probe' -l as -x -d 'ask as USER, with the rights and groups of that user; needs root'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt unprivileged -s p pid' -l unprivileged -d 'give up every capability first, as an ordinary user has none'
complete -c uringctl -n '__uringctl_at uringctl probe' -l simulate -x -a '(printf \'%s\\t%s\\n\' \'docker\' \'Docker\\\'s and containerd\\\'s profile: EPERM from every call\' \'podman\' \'Podman\\\'s profile, a kernel without io_uring, gVisor: ENOSYS from every call\' \'systemd\' \'a unit whose SystemCallFilter= leaves out @aio: every call kills the process\' \'systemd-errno\' \'the same with SystemCallErrorNumber=EPERM: EPERM from every call\' \'android\' \'an app on Android: every call raises SIGSYS\' \'kill\' \'a filter that kills: every call kills the process\' \'incomplete\' \'a profile that allows io_uring_setup alone: EPERM from the other two\' \'sysctl-like\' \'kernel.io_uring_disabled=2: EPERM from io_uring_setup\' \'lsm-like\' \'a security module that refuses rings: EACCES from io_uring_setup\' \'sandbox\' \'a sandbox with an errno of its own: EOPNOTSUPP from every call\')' -d 'put a filter in the way, as a container has one'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt simulate limits -s p pid' -l limits -d 'measure how many rings fit; rings of the same user may fail meanwhile, see NOTES'
complete -c uringctl -n '__uringctl_at uringctl probe' -s p -l pid -x -d 'look at this process instead: does it use io_uring?'
complete -c uringctl -n '__uringctl_at uringctl probe' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl probe' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl probe; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro' -a 'fiber' -d 'show that stackful fibers hold here, and what wrong ones look like'
complete -c uringctl -n '__uringctl_at uringctl repro' -a 'net' -d 'show that a server\'s network calls hold here, and what wrong ones do'
complete -c uringctl -n '__uringctl_at uringctl repro' -a 'dns' -d 'show that a ring goes on while names are looked up, and what a lookup on a fiber does'
complete -c uringctl -n '__uringctl_at uringctl repro' -a 'log' -d 'show that log lines stay whole and keep nobody waiting, and what other logs do'
complete -c uringctl -n '__uringctl_at uringctl repro' -a 'event' -d 'show that no wake-up is lost here, and what an event for one waiter does'
complete -c uringctl -n '__uringctl_at uringctl repro' -a 'mutex' -d 'show that mutexes hold between threads and fibers, and what those of one runtime do'
complete -c uringctl -n '__uringctl_at uringctl repro; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro fiber' -l case -x -a '(printf \'%s\\t%s\\n\' \'no-sleep\' \'fibers that never wait end in the order of their spawning\' \'yield\' \'fibers that yield take turns in order\' \'sleep\' \'sleepers wake, none too early, while others run\' \'spawn\' \'fibers spawn fibers, on stacks that are used again\' \'join\' \'results of every kind reach the joiner, none is leaked\' \'deep-stack\' \'several fibers are deep in their stacks at once\' \'float-state\' \'rounding modes and saved registers are each fiber\\\'s own\' \'throws\' \'errors pass through yielding frames to the joiner\' \'cancel\' \'any wait can be cut short, and the fiber is unwound\' \'many\' \'thousands of fibers at once do a bit of everything\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'stale-register\' \'the switch reads through a register that nothing loaded (emulated)\' \'misaligned-entry\' \'a fiber is entered with its stack misaligned by 8\' \'unsaved-rbx\' \'the switch does not save rbx\' \'unsaved-rbp\' \'the switch does not save rbp\' \'unsaved-r12\' \'the switch does not save r12\' \'unsaved-r13\' \'the switch does not save r13\' \'unsaved-r14\' \'the switch does not save r14\' \'unsaved-r15\' \'the switch does not save r15\' \'unsaved-mxcsr\' \'the switch does not save MXCSR, SSE\\\'s control word\' \'unsaved-x87\' \'the switch does not save the x87 control word\' \'red-zone\' \'inline assembly switches through a leaf function\\\'s red zone\' \'missing-clobbers\' \'inline assembly switches without naming its clobbers\' \'stack-overflow\' \'a recursion runs out of the fiber\\\'s stack into its guard\' \'jumped-guard\' \'a frame larger than the guard steps over it\' \'switch-in-access\' \'a fiber switches within an access to a class\\\'s property\' \'migrated-access\' \'a fiber goes on on another thread within an access\' \'mutex-across-yield\' \'a fiber yields while it holds a Synchronization.Mutex\' \'suspending-static\' \'a lazy static\\\'s initializer yields, and another fiber reads it\' \'errno-across-switch\' \'errno is read after a switch\' \'task-local-leak\' \'a fiber yields while a task-local value is bound\' \'single-issuer\' \'a SINGLE_ISSUER ring is used by another thread\' \'departed-creator\' \'a thread submits to a ring that others go on using, and ends\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro fiber; and not __fish_contains_opt case specimen -s l list explain -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -l explain -x -a '(printf \'%s\\t%s\\n\' \'SIGSEGV:SI_KERNEL:0\' \'stale-register and misaligned-entry\' \'SIGSEGV:SEGV_ACCERR\' \'stack-overflow and migrated-access\' \'SIGSEGV:SEGV_MAPERR\' \'stack-overflow and migrated-access\' \'SIGABRT:SI_TKILL\' \'switch-in-access\' \'SIGILL:ILL_ILLOPN\' \'migrated-access and mutex-across-yield\' \'SIGTRAP:TRAP_BRKPT\' \'migrated-access and mutex-across-yield\')' -d 'name the specimens that a crash, SIGNAL[:CODE[:ADDRESS]], looks like, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro fiber; and not __fish_contains_opt -s l list explain -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro fiber; and not __fish_contains_opt -s l list explain -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro fiber' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro fiber; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro fiber; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro net' -l case -x -a '(printf \'%s\\t%s\\n\' \'echo\' \'every function echoes by the ring, by both ways to listen\' \'echo-threads\' \'the same functions echo by threads\' \'accept-stream\' \'one operation accepts all connections, or one for each\' \'accept-cancel\' \'an accept that is cancelled loses no connection\' \'descriptor-limit\' \'descriptors run out: that accept fails, and the listener goes on\' \'connect-refused\' \'nobody listens: the connect says so\' \'connect-timeout\' \'a backlog that is full: the connect ends at its deadline\' \'connect-resumed\' \'a connect that somebody cancels is asked again, and comes\' \'receive-stream\' \'one operation receives all, into buffers that connections share\' \'half-close\' \'one direction ends, the other goes on\' \'peer-reset\' \'a peer that resets is an error of that call\' \'short-writes\' \'small buffers: a write goes on until all is out\' \'submission-full\' \'more submissions than their queue holds: none is lost\' \'completion-overflow\' \'more completions than their queue holds: none is lost\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro net' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'ring-listen-only\' \'a server listens by IORING_OP_LISTEN alone, whatever the kernel\' \'short-write-dropped\' \'a write takes the first SENDMSG for the whole\' \'connect-once\' \'a connect that was cut short takes EALREADY for a failure\' \'blocking-accept\' \'a fiber calls accept(2) instead of submitting IORING_OP_ACCEPT\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro net; and not __fish_contains_opt case specimen -s l list -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro net' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro net' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro net' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro net' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro net; and not __fish_contains_opt -s l list -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro net' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro net; and not __fish_contains_opt -s l list -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro net' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro net; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro net; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro dns' -l case -x -a '(printf \'%s\\t%s\\n\' \'ring-goes-on\' \'a fiber waits for a slow lookup, and its siblings go on\' \'localhost\' \'getaddrinfo finds localhost, and loopback addresses only\' \'errors\' \'bad names are not asked for, and each failure has its name\' \'cancel\' \'a lookup is cut short at once, and nothing of it is left\' \'order\' \'both families take turns, in the order that was found\' \'connect\' \'the addresses of localhost are tried until one answers\' \'race\' \'an address that is silent is overtaken by the next\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'resolve-on-fiber\' \'a fiber on a ring calls getaddrinfo itself\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro dns; and not __fish_contains_opt case specimen -s l list -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro dns; and not __fish_contains_opt -s l list -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro dns; and not __fish_contains_opt -s l list -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro dns' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro dns; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro dns; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro log' -l case -x -a '(printf \'%s\\t%s\\n\' \'whole-lines\' \'threads and fibers on a ring log at once, and every line is whole\' \'blocked-reader\' \'nobody reads: a ring goes on, and dropped lines are told of\' \'first-line\' \'nothing is set up before the first line\' \'writer-ends\' \'lines that come while the log\\\'s thread ends are written\' \'flush\' \'a fiber that flushes waits alone, and can be cut short\' \'broken-pipe\' \'the reader is gone: lines are lost and told of later\' \'non-blocking\' \'a full descriptor that does not block loses no line\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro log' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'unguarded-writer\' \'two fibers fill one buffer for lines, and nothing guards it\' \'recursive-lock\' \'the same behind a recursive lock, which knows threads only\' \'blocking-write\' \'a fiber writes a line by write(2) to a pipe that is full\' \'held-lock\' \'a fiber holds a threads\\\' lock while its line waits for a reader\' \'reader-gone\' \'a line goes to a pipe without a reader, and kills who writes\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro log; and not __fish_contains_opt case specimen -s l list explain -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro log' -l explain -x -a '(printf \'%s\\t%s\\n\' \'SIGPIPE:SI_USER\' \'reader-gone\')' -d 'name the specimens that a crash, SIGNAL[:CODE[:ADDRESS]], looks like, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro log' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro log' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro log' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro log' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro log; and not __fish_contains_opt -s l list explain -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro log' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro log; and not __fish_contains_opt -s l list explain -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro log' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro log; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro log; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro event' -l case -x -a '(printf \'%s\\t%s\\n\' \'set-reset\' \'several wait, and set and reset at once let all go on\' \'before-sleep\' \'set and reset before a waiter sleeps let it go on\' \'snapshot\' \'a release between the look and the wait is not missed\' \'pool\' \'more takers than resources: all are served, and no two have one\' \'timeout\' \'a wake-up that meets a deadline is not lost\' \'cancel\' \'a wake-up that meets a cancellation is not lost\' \'thread-fiber\' \'a thread wakes a fiber on a ring, and is woken by it\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro event' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'single-waiter-checked\' \'three wait for an event made for one, and the first resets it\' \'single-waiter-silent\' \'such an event is reset while somebody waits, and then set\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro event; and not __fish_contains_opt case specimen -s l list explain -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro event' -l explain -x -a '(printf \'%s\\t%s\\n\' \'SIGILL:ILL_ILLOPN\' \'single-waiter-checked\' \'SIGTRAP:TRAP_BRKPT\' \'single-waiter-checked\')' -d 'name the specimens that a crash, SIGNAL[:CODE[:ADDRESS]], looks like, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro event' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro event' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro event' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro event' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro event; and not __fish_contains_opt -s l list explain -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro event' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro event; and not __fish_contains_opt -s l list explain -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro event' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro event; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro event; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl repro mutex' -l case -x -a '(printf \'%s\\t%s\\n\' \'exclusion\' \'threads and fibers add to one number, and none is lost\' \'held-wait\' \'a fiber holds it while it waits, and its siblings go on\' \'thread-holds\' \'a fiber waits for a thread, and its siblings on the ring go on\' \'fiber-holds\' \'a thread waits for a fiber on a ring\' \'condition\' \'threads fill and fibers empty a queue, by two conditions\' \'give-up\' \'who waits for it no longer leaves it to the next\' \'misuse\' \'relocking, wrong unlocking and the like are caught and named\' | __uringctl_list)' -d 'run these cases only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -l specimen -x -a '(printf \'%s\\t%s\\n\' \'evented-lock-on-thread\' \'a plain thread locks an evented mutex that a fiber holds\' \'evented-unlock-on-thread\' \'a plain thread unlocks an evented mutex that a fiber waits for\' \'threaded-lock-blocks-ring\' \'a fiber locks a threads\\\' mutex that a plain thread holds\' \'threaded-lock-by-sibling\' \'a fiber locks a threads\\\' mutex that its sibling holds\' | __uringctl_list)' -d 'run these specimens only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl repro mutex; and not __fish_contains_opt case specimen -s l list explain -s n iterations seed -s t timeout -s f format json -s o output -s q quiet color' -s l -l list -d 'list the cases and specimens, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -l explain -x -a '(printf \'%s\\t%s\\n\' \'SIGSEGV:SEGV_MAPERR:0x20\' \'evented-lock-on-thread\' \'SIGSEGV:SEGV_MAPERR:0x38\' \'evented-unlock-on-thread\')' -d 'name the specimens that a crash, SIGNAL[:CODE[:ADDRESS]], looks like, and run none'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -s n -l iterations -x -d 'how often a case repeats what it repeats; one whose memory would grow with it has a bound of its own'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -l seed -x -d 'where random numbers begin: the same seed gives the same run'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -s t -l timeout -x -d 'how long each may take; a specimen that hangs by design takes less'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl repro mutex; and not __fish_contains_opt -s l list explain -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl repro mutex; and not __fish_contains_opt -s l list explain -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl repro mutex' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl repro mutex; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl repro mutex; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl stress' -a 'event' -d 'stress events that several wait for, and what cures them'
complete -c uringctl -n '__uringctl_at uringctl stress' -a 'mutex' -d 'show what misuse of mutexes comes to, and stress right use'
complete -c uringctl -n '__uringctl_at uringctl stress; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl stress; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl stress event' -s p -l primitive -x -a '(printf \'%s\\t%s\\n\' \'SingleWaiterEvent\' \'an event for one waiter, which says when its contract is broken\' \'SilentSingleWaiterEvent\' \'the same, which says nothing and waits on\' \'Event\' \'an event for any number of waiters, which may be reset at any moment\' \'WakeCounter\' \'a counter that only grows, and the pool that is built on it\' \'Semaphore\' \'a number of permits\' \'Condition\' \'a change of what a mutex guards\' | __uringctl_list)' -d 'stress these only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l pattern -x -a '(printf \'%s\\t%s\\n\' \'pool\' \'workers share fewer resources, and wait where none is left\' \'storm\' \'two set and reset as fast as they can, all others wait\' \'timeouts\' \'a pool, where waits are cut short by timeouts and cancellation\' \'ping-pong\' \'pairs wake each other in turn\' \'fan-out\' \'one wakes all others, again and again\' | __uringctl_list)' -d 'use them in these ways only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l threads -x -d 'how many workers are threads'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l fibers -x -d 'how many workers are fibers, on one ring with a thread of its own'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l resources -x -d 'how many resources workers share, where they share any'
complete -c uringctl -n '__uringctl_at uringctl stress event' -s d -l duration -x -d 'how long each primitive is stressed: its patterns share it'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l seed -x -d 'where random numbers begin: it repeats a run as far as threads allow'
complete -c uringctl -n '__uringctl_at uringctl stress event' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl stress event; and not __fish_contains_opt -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl stress event' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl stress event; and not __fish_contains_opt -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl stress event' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl stress event; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl stress event; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl stress mutex' -s p -l primitive -x -a '(printf \'%s\\t%s\\n\' \'Mutex\' \'the mutex between threads and fibers of any runtime\' \'pthread\' \'pthread_mutex_t, PTHREAD_MUTEX_NORMAL under load\' \'Synchronization\' \'Synchronization.Mutex of Swift\\\'s standard library\' \'Futex\' \'FUTEX_LOCK_PI of futex(2)\' \'BackendBoundMutex\' \'bound to its runtime; under load to threads, and kept to them\' | __uringctl_list)' -d 'stress these only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l pattern -x -a '(printf \'%s\\t%s\\n\' \'misuse\' \'each misuse of each kind of lock, in a process of its own\' \'threads\' \'threads lock, look whether they are alone, and unlock\' \'fibers\' \'the same by fibers of one ring, which now and then yield inside\' \'mixed\' \'the same by threads and fibers together\' | __uringctl_list)' -d 'use them in these ways only, several with commas between'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l threads -x -d 'how many workers are threads'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l fibers -x -d 'how many workers are fibers, on one ring with a thread of its own'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l resources -x -d 'how many resources workers share, where they share any'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -s d -l duration -x -d 'how long each primitive is stressed: its patterns share it'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l seed -x -d 'where random numbers begin: it repeats a run as far as threads allow'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl stress mutex; and not __fish_contains_opt -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl stress mutex; and not __fish_contains_opt -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl stress mutex' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl stress mutex; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl stress mutex; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'

complete -c uringctl -n '__uringctl_at uringctl exec' -s d -l deny -x -a '(printf \'%s\\t%s\\n\' \'kill\' \'the process dies of SIGSYS\' \'trap\' \'the thread gets SIGSYS\' \'errno=EPERM\' \'Operation not permitted\' \'errno=ENOSYS\' \'Function not implemented\' \'errno=EACCES\' \'Permission denied\' \'errno=EOPNOTSUPP\' \'Operation not supported\' \'errno=ENOMEM\' \'Cannot allocate memory\' \'errno=EINVAL\' \'Invalid argument\')' -d 'what the calls come to: errno=NAME, errno=NUMBER, kill or trap'
complete -c uringctl -n '__uringctl_at uringctl exec' -s s -l simulate -x -a '(printf \'%s\\t%s\\n\' \'docker\' \'Docker\\\'s and containerd\\\'s profile: EPERM from every call\' \'podman\' \'Podman\\\'s profile, a kernel without io_uring, gVisor: ENOSYS from every call\' \'systemd\' \'a unit whose SystemCallFilter= leaves out @aio: every call kills the process\' \'systemd-errno\' \'the same with SystemCallErrorNumber=EPERM: EPERM from every call\' \'android\' \'an app on Android: every call raises SIGSYS\' \'kill\' \'a filter that kills: every call kills the process\' \'incomplete\' \'a profile that allows io_uring_setup alone: EPERM from the other two\' \'sysctl-like\' \'kernel.io_uring_disabled=2: EPERM from io_uring_setup\' \'lsm-like\' \'a security module that refuses rings: EACCES from io_uring_setup\' \'sandbox\' \'a sandbox with an errno of its own: EOPNOTSUPP from every call\')' -d 'refuse as others do'
complete -c uringctl -n '__uringctl_at uringctl exec' -l only -x -a '(printf \'%s\\t%s\\n\' \'setup\' \'io_uring_setup\' \'enter\' \'io_uring_enter\' \'register\' \'io_uring_register\' | __uringctl_list)' -d 'refuse these calls, several with commas between, and allow the others'
complete -c uringctl -n '__uringctl_at uringctl exec; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl exec; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl exec' -a '(__uringctl_program uringctl exec)'
complete -c uringctl -n '__uringctl_at uringctl exec --' -a '(__uringctl_program uringctl exec)'

complete -c uringctl -n '__uringctl_at uringctl explain; and not __fish_contains_opt -s a all' -s a -l all -d 'all meanings, also where no errno is asked for'
complete -c uringctl -n '__uringctl_at uringctl explain' -s f -l format -x -a '(printf \'%s\\t%s\\n\' \'text\' \'for a person at a terminal\' \'json\' \'for programs: uringctl-report(5)\' \'markdown\' \'a block to paste into an issue\')' -d 'how to write the report'
complete -c uringctl -n '__uringctl_at uringctl explain; and not __fish_contains_opt -s f format json' -l json -d 'the same as --format json'
complete -c uringctl -n '__uringctl_at uringctl explain' -s o -l output -r -F -d 'write the report to FILE, whole or not at all'
complete -c uringctl -n '__uringctl_at uringctl explain; and not __fish_contains_opt -s q quiet' -s q -l quiet -d 'print no report: the exit status is the answer'
complete -c uringctl -n '__uringctl_at uringctl explain' -l color -x -a '(printf \'%s\\t%s\\n\' \'auto\' \'when the output is a terminal\' \'always\' \'whatever the output is\' \'never\' \'in no case\')' -d 'when to colour the text'
complete -c uringctl -n '__uringctl_at uringctl explain; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl explain; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl explain' -a '(printf \'%s\\t%s\\n\' \'EPERM\' \'Operation not permitted\' \'ENOENT\' \'No such file or directory\' \'EINTR\' \'Interrupted system call\' \'ENXIO\' \'No such device or address\' \'E2BIG\' \'Argument list too long\' \'EBADF\' \'Bad file descriptor\' \'EAGAIN\' \'Resource temporarily unavailable\' \'ENOMEM\' \'Cannot allocate memory\' \'EACCES\' \'Permission denied\' \'EFAULT\' \'Bad address\' \'EBUSY\' \'Device or resource busy\' \'EEXIST\' \'File exists\' \'ENODEV\' \'No such device\' \'EINVAL\' \'Invalid argument\' \'ENFILE\' \'Too many open files in system\' \'EMFILE\' \'Too many open files\' \'ENOSYS\' \'Function not implemented\' \'EBADR\' \'Invalid request descriptor\' \'ETIME\' \'Timer expired\' \'EOVERFLOW\' \'Value too large for defined data type\' \'EBADFD\' \'File descriptor in bad state\' \'EMSGSIZE\' \'Message too long\' \'EOPNOTSUPP\' \'Operation not supported\' \'ENOBUFS\' \'No buffer space available\' \'EALREADY\' \'Operation already in progress\' \'ECANCELED\' \'Operation canceled\' \'EOWNERDEAD\' \'Owner died\' \'io_uring_setup\' \'a call\' \'mmap\' \'a call\' \'io_uring_enter\' \'a call\' \'io_uring_register\' \'a call\' \'completion\' \'a call\')'

complete -c uringctl -n '__uringctl_at uringctl schema; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl schema; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl schema' -a '(printf \'%s\\t%s\\n\' \'probe\' \'the report of uringctl probe\' \'process\' \'the report of uringctl probe --pid\' \'repro\' \'the report of uringctl repro\' \'stress\' \'the report of uringctl stress\' \'explain\' \'the report of uringctl explain\')'

complete -c uringctl -n '__uringctl_at uringctl completions; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl completions; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl completions' -a '(printf \'%s\\t%s\\n\' \'bash\' \'completions for bash\' \'zsh\' \'completions for zsh\' \'fish\' \'completions for fish\')'

complete -c uringctl -n '__uringctl_at uringctl man; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl man; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl man' -a '(printf \'%s\\t%s\\n\' \'probe\' \'show what io_uring can do here, and who refuses it\' \'repro\' \'run a class of bugs, and show what each looks like\' \'repro-fiber\' \'show that stackful fibers hold here, and what wrong ones look like\' \'repro-net\' \'show that a server\\\'s network calls hold here, and what wrong ones do\' \'repro-dns\' \'show that a ring goes on while names are looked up, and what a lookup on a fiber does\' \'repro-log\' \'show that log lines stay whole and keep nobody waiting, and what other logs do\' \'repro-event\' \'show that no wake-up is lost here, and what an event for one waiter does\' \'repro-mutex\' \'show that mutexes hold between threads and fibers, and what those of one runtime do\' \'stress\' \'stress synchronisation by many threads and fibers\' \'stress-event\' \'stress events that several wait for, and what cures them\' \'stress-mutex\' \'show what misuse of mutexes comes to, and stress right use\' \'exec\' \'run a program for which io_uring is refused\' \'explain\' \'say what an errno of io_uring can mean\' \'schema\' \'print the JSON Schema of a report\' \'completions\' \'print a completion script for a shell\' \'man\' \'print a manual page\' \'help\' \'explain a command\' \'report\' \'the JSON that uringctl writes\')'

complete -c uringctl -n '__uringctl_at uringctl help; and not __fish_contains_opt -s h help' -s h -l help -d 'print this help and exit'
complete -c uringctl -n '__uringctl_at uringctl help; and not __fish_contains_opt -s V version' -s V -l version -d 'print the version and exit'
complete -c uringctl -n '__uringctl_at uringctl help' -a '(printf \'%s\\t%s\\n\' \'probe\' \'show what io_uring can do here, and who refuses it\' \'repro\' \'run a class of bugs, and show what each looks like\' \'fiber\' \'show that stackful fibers hold here, and what wrong ones look like\' \'net\' \'show that a server\\\'s network calls hold here, and what wrong ones do\' \'dns\' \'show that a ring goes on while names are looked up, and what a lookup on a fiber does\' \'log\' \'show that log lines stay whole and keep nobody waiting, and what other logs do\' \'event\' \'repro event or stress event\' \'mutex\' \'repro mutex or stress mutex\' \'stress\' \'stress synchronisation by many threads and fibers\' \'exec\' \'run a program for which io_uring is refused\' \'explain\' \'say what an errno of io_uring can mean\' \'schema\' \'print the JSON Schema of a report\' \'completions\' \'print a completion script for a shell\' \'man\' \'print a manual page\' \'help\' \'explain a command\')'
