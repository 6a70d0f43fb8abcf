# bash completion for uringctl, generated from its table of commands.

# What the command $1 offers.
_uringctl_command() {
    commands='' options='' runs=''
    case $1 in
        'uringctl')
            commands='probe repro stress exec explain schema completions man help'
            options='-h --help -V --version'
            ;;
        'uringctl probe')
            commands=''
            options='-f --format --json -a --all --only -r --require --verify --path --skip --as --unprivileged --simulate --limits -p --pid -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro')
            commands='fiber net dns log event mutex'
            options='-h --help -V --version'
            ;;
        'uringctl repro fiber')
            commands=''
            options='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro net')
            commands=''
            options='--case --specimen -l --list -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro dns')
            commands=''
            options='--case --specimen -l --list -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro log')
            commands=''
            options='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro event')
            commands=''
            options='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl repro mutex')
            commands=''
            options='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl stress')
            commands='event mutex'
            options='-h --help -V --version'
            ;;
        'uringctl stress event')
            commands=''
            options='-p --primitive --pattern --threads --fibers --resources -d --duration --seed -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl stress mutex')
            commands=''
            options='-p --primitive --pattern --threads --fibers --resources -d --duration --seed -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl exec')
            commands=''
            options='-d --deny -s --simulate --only -h --help -V --version'
            runs=yes
            ;;
        'uringctl explain')
            commands=''
            options='-a --all -f --format --json -o --output -q --quiet --color -h --help -V --version'
            ;;
        'uringctl schema')
            commands=''
            options='-h --help -V --version'
            ;;
        'uringctl completions')
            commands=''
            options='-h --help -V --version'
            ;;
        'uringctl man')
            commands=''
            options='-h --help -V --version'
            ;;
        'uringctl help')
            commands=''
            options='-h --help -V --version'
            ;;
    esac
}

# What the option $2 of the command $1 takes, and which options need not be offered after it.
_uringctl_option() {
    withdrawn='' kind='' candidates=''
    case "$1 $2" in
        'uringctl -h' | 'uringctl --help')
            withdrawn='-h --help'
            ;;
        'uringctl -V' | 'uringctl --version')
            withdrawn='-V --version'
            ;;
        'uringctl probe -f' | 'uringctl probe --format')
            withdrawn='-f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl probe --json')
            withdrawn='-f --format --json'
            ;;
        'uringctl probe -a' | 'uringctl probe --all')
            withdrawn='-a --all'
            ;;
        'uringctl probe --only')
            withdrawn='--only -p --pid'
            kind=list candidates='environment opcodes setup_flags features register_ops op_flags sqe_flags enter_flags cqe_flags behaviours known_bugs flags'
            ;;
        'uringctl probe -r' | 'uringctl probe --require')
            withdrawn='-p --pid'
            kind=list candidates='op:NOP op:READV op:WRITEV op:FSYNC op:READ_FIXED op:WRITE_FIXED op:POLL_ADD op:POLL_REMOVE op:SYNC_FILE_RANGE op:SENDMSG op:RECVMSG op:TIMEOUT op:TIMEOUT_REMOVE op:ACCEPT op:ASYNC_CANCEL op:LINK_TIMEOUT op:CONNECT op:FALLOCATE op:OPENAT op:CLOSE op:FILES_UPDATE op:STATX op:READ op:WRITE op:FADVISE op:MADVISE op:SEND op:RECV op:OPENAT2 op:EPOLL_CTL op:SPLICE op:PROVIDE_BUFFERS op:REMOVE_BUFFERS op:TEE op:SHUTDOWN op:RENAMEAT op:UNLINKAT op:MKDIRAT op:SYMLINKAT op:LINKAT op:MSG_RING op:FSETXATTR op:SETXATTR op:FGETXATTR op:GETXATTR op:SOCKET op:URING_CMD op:SEND_ZC op:SENDMSG_ZC op:READ_MULTISHOT op:WAITID op:FUTEX_WAIT op:FUTEX_WAKE op:FUTEX_WAITV op:FIXED_FD_INSTALL op:FTRUNCATE op:BIND op:LISTEN op:RECV_ZC op:EPOLL_WAIT op:READV_FIXED op:WRITEV_FIXED op:PIPE op:NOP128 op:URING_CMD128 flag:IOPOLL flag:SQPOLL flag:SQ_AFF flag:CQSIZE flag:CLAMP flag:ATTACH_WQ flag:R_DISABLED flag:SUBMIT_ALL flag:COOP_TASKRUN flag:TASKRUN_FLAG flag:SQE128 flag:CQE32 flag:SINGLE_ISSUER flag:DEFER_TASKRUN flag:NO_MMAP flag:REGISTERED_FD_ONLY flag:NO_SQARRAY flag:HYBRID_IOPOLL flag:CQE_MIXED flag:SQE_MIXED flag:SQ_REWIND flag:FIXED_FILE flag:IO_DRAIN flag:IO_LINK flag:IO_HARDLINK flag:ASYNC flag:BUFFER_SELECT flag:CQE_SKIP_SUCCESS flag:GETEVENTS flag:SQ_WAKEUP flag:SQ_WAIT flag:EXT_ARG flag:REGISTERED_RING flag:ABS_TIMER flag:EXT_ARG_REG flag:NO_IOWAIT flag:NOP_INJECT_RESULT flag:NOP_FILE flag:NOP_FIXED_FILE flag:NOP_FIXED_BUFFER flag:NOP_TW flag:NOP_CQE32 flag:FSYNC_DATASYNC flag:CURRENT_POSITION flag:RW_ATTR_FLAG_PI flag:WRITE_STREAM flag:POLL_WIDE_MASK flag:POLL_ADD_MULTI flag:POLL_ADD_LEVEL flag:POLL_UPDATE_EVENTS flag:POLL_UPDATE_USER_DATA flag:TIMEOUT_ABS flag:TIMEOUT_BOOTTIME flag:TIMEOUT_REALTIME flag:TIMEOUT_ETIME_SUCCESS flag:TIMEOUT_MULTISHOT flag:TIMEOUT_IMMEDIATE_ARG flag:TIMEOUT_UPDATE flag:LINK_TIMEOUT_UPDATE flag:SPLICE_F_FD_IN_FIXED flag:ASYNC_CANCEL_ALL flag:ASYNC_CANCEL_FD flag:ASYNC_CANCEL_ANY flag:ASYNC_CANCEL_FD_FIXED flag:ASYNC_CANCEL_USERDATA flag:ASYNC_CANCEL_OP flag:ACCEPT_DIRECT flag:ACCEPT_MULTISHOT flag:ACCEPT_DONTWAIT flag:ACCEPT_POLL_FIRST flag:RECVSEND_POLL_FIRST flag:RECVSEND_BUNDLE flag:SEND.RECVSEND_FIXED_BUF flag:RECV_MULTISHOT flag:RECV_MULTISHOT_LIMIT flag:SEND_TO flag:SEND_VECTORIZED flag:SEND_ZC.RECVSEND_FIXED_BUF flag:SEND_ZC_NOTIF_USER_DATA flag:SENDMSG_ZC.RECVSEND_FIXED_BUF flag:SEND_ZC_REPORT_USAGE flag:NOTIF_USAGE_ZC_COPIED flag:OPENAT_DIRECT flag:CLOSE_DIRECT flag:SOCKET_DIRECT flag:PIPE_DIRECT flag:FILE_INDEX_ALLOC flag:FILES_UPDATE_ALLOC flag:FIXED_FD_NO_CLOEXEC flag:MSG_DATA flag:MSG_SEND_FD flag:MSG_RING_CQE_SKIP flag:MSG_RING_FLAGS_PASS flag:FUTEX2_FLAGS flag:WAITID_SIGINFO flag:URING_CMD_FIXED flag:URING_CMD_MULTISHOT flag:SOCKET_URING_OP_SIOCINQ flag:SOCKET_URING_OP_SIOCOUTQ flag:SOCKET_URING_OP_GETSOCKOPT flag:SOCKET_URING_OP_SETSOCKOPT flag:SOCKET_URING_OP_TX_TIMESTAMP flag:SOCKET_URING_OP_GETSOCKNAME flag:BLOCK_URING_CMD_DISCARD flag:BLOCK_URING_CMD_ZONE_RESET_ALL flag:RSRC_REGISTER_SPARSE flag:REGISTER_FILES_SKIP flag:RESTRICTION_REGISTER_OP flag:RESTRICTION_SQE_OP flag:RESTRICTION_SQE_FLAGS_ALLOWED flag:RESTRICTION_SQE_FLAGS_REQUIRED flag:RESTRICTIONS_PER_TASK flag:PBUF_RING_MMAP flag:PBUF_RING_INC flag:BUF_RING_MIN_LEFT flag:NAPI_REGISTER_OP flag:NAPI_STATIC_ADD_ID flag:NAPI_STATIC_DEL_ID flag:NAPI_TRACKING_DYNAMIC flag:NAPI_TRACKING_STATIC flag:NAPI_TRACKING_INACTIVE flag:REGISTER_SRC_REGISTERED flag:REGISTER_DST_REPLACE flag:MEM_REGION_TYPE_USER flag:MEM_REGION_REG_WAIT_ARG flag:MIN_WAIT flag:REG_WAIT_TS flag:ZCRX_AREA_DMABUF flag:ZCRX_REG_IMPORT flag:ZCRX_REG_NODEV flag:ZCRX_FEATURE_RX_PAGE_SIZE flag:ZCRX_FEATURE_EVENT flag:ZCRX_EVENT_ALLOC_FAIL flag:ZCRX_EVENT_COPY flag:ZCRX_EVENT_DESC_FLAG_STATS flag:ZCRX_CTRL_FLUSH_RQ flag:ZCRX_CTRL_EXPORT flag:ZCRX_CTRL_ARM_EVENT flag:ZCRX_CTRL_ADD_AREA flag:QUERY_OPCODES flag:QUERY_ZCRX flag:QUERY_SCQ flag:QUERY_ZCRX_EVENT flag:BPF_CMD_FILTER flag:BPF_FILTER_DENY_REST flag:BPF_FILTER_SZ_STRICT flag:BPF_LOOP feat:SINGLE_MMAP feat:NODROP feat:SUBMIT_STABLE feat:RW_CUR_POS feat:CUR_PERSONALITY feat:FAST_POLL feat:POLL_32BITS feat:SQPOLL_NONFIXED feat:EXT_ARG feat:NATIVE_WORKERS feat:RSRC_TAGS feat:CQE_SKIP feat:LINKED_FILE feat:REG_REG_RING feat:RECVSEND_BUNDLE feat:MIN_TIMEOUT feat:RW_ATTR feat:NO_IOWAIT reg:REGISTER_BUFFERS reg:UNREGISTER_BUFFERS reg:REGISTER_FILES reg:UNREGISTER_FILES reg:REGISTER_EVENTFD reg:UNREGISTER_EVENTFD reg:REGISTER_FILES_UPDATE reg:REGISTER_EVENTFD_ASYNC reg:REGISTER_PROBE reg:REGISTER_PERSONALITY reg:UNREGISTER_PERSONALITY reg:REGISTER_RESTRICTIONS reg:REGISTER_ENABLE_RINGS reg:REGISTER_FILES2 reg:REGISTER_FILES_UPDATE2 reg:REGISTER_BUFFERS2 reg:REGISTER_BUFFERS_UPDATE reg:REGISTER_IOWQ_AFF reg:UNREGISTER_IOWQ_AFF reg:REGISTER_IOWQ_MAX_WORKERS reg:REGISTER_RING_FDS reg:UNREGISTER_RING_FDS reg:REGISTER_PBUF_RING reg:UNREGISTER_PBUF_RING reg:REGISTER_SYNC_CANCEL reg:REGISTER_FILE_ALLOC_RANGE reg:REGISTER_PBUF_STATUS reg:REGISTER_NAPI reg:UNREGISTER_NAPI reg:REGISTER_CLOCK reg:REGISTER_CLONE_BUFFERS reg:REGISTER_SEND_MSG_RING reg:REGISTER_ZCRX_IFQ reg:REGISTER_RESIZE_RINGS reg:REGISTER_MEM_REGION reg:REGISTER_QUERY reg:REGISTER_ZCRX_CTRL reg:REGISTER_BPF_FILTER'
            ;;
        'uringctl probe --verify')
            withdrawn='--verify -p --pid'
            ;;
        'uringctl probe --path')
            withdrawn='--path -p --pid'
            kind=directory
            ;;
        'uringctl probe --skip')
            withdrawn='-p --pid'
            kind=list candidates='op:NOP op:READV op:WRITEV op:FSYNC op:READ_FIXED op:WRITE_FIXED op:POLL_ADD op:POLL_REMOVE op:SYNC_FILE_RANGE op:SENDMSG op:RECVMSG op:TIMEOUT op:TIMEOUT_REMOVE op:ACCEPT op:ASYNC_CANCEL op:LINK_TIMEOUT op:CONNECT op:FALLOCATE op:OPENAT op:CLOSE op:FILES_UPDATE op:STATX op:READ op:WRITE op:FADVISE op:MADVISE op:SEND op:RECV op:OPENAT2 op:EPOLL_CTL op:SPLICE op:PROVIDE_BUFFERS op:REMOVE_BUFFERS op:TEE op:SHUTDOWN op:RENAMEAT op:UNLINKAT op:MKDIRAT op:SYMLINKAT op:LINKAT op:MSG_RING op:FSETXATTR op:SETXATTR op:FGETXATTR op:GETXATTR op:SOCKET op:URING_CMD op:SEND_ZC op:SENDMSG_ZC op:READ_MULTISHOT op:WAITID op:FUTEX_WAIT op:FUTEX_WAKE op:FUTEX_WAITV op:FIXED_FD_INSTALL op:FTRUNCATE op:BIND op:LISTEN op:RECV_ZC op:EPOLL_WAIT op:READV_FIXED op:WRITEV_FIXED op:PIPE op:NOP128 op:URING_CMD128 flag:NOP_INJECT_RESULT flag:NOP_FILE flag:NOP_FIXED_FILE flag:NOP_FIXED_BUFFER flag:NOP_TW flag:NOP_CQE32 flag:FSYNC_DATASYNC flag:CURRENT_POSITION flag:RW_ATTR_FLAG_PI flag:WRITE_STREAM flag:POLL_WIDE_MASK flag:POLL_ADD_MULTI flag:POLL_ADD_LEVEL flag:POLL_UPDATE_EVENTS flag:POLL_UPDATE_USER_DATA flag:TIMEOUT_ABS flag:TIMEOUT_BOOTTIME flag:TIMEOUT_REALTIME flag:TIMEOUT_ETIME_SUCCESS flag:TIMEOUT_MULTISHOT flag:TIMEOUT_IMMEDIATE_ARG flag:TIMEOUT_UPDATE flag:LINK_TIMEOUT_UPDATE flag:SPLICE_F_FD_IN_FIXED flag:ASYNC_CANCEL_ALL flag:ASYNC_CANCEL_FD flag:ASYNC_CANCEL_ANY flag:ASYNC_CANCEL_FD_FIXED flag:ASYNC_CANCEL_USERDATA flag:ASYNC_CANCEL_OP flag:ACCEPT_DIRECT flag:ACCEPT_MULTISHOT flag:ACCEPT_DONTWAIT flag:ACCEPT_POLL_FIRST flag:RECVSEND_POLL_FIRST flag:RECVSEND_BUNDLE flag:SEND.RECVSEND_FIXED_BUF flag:RECV_MULTISHOT flag:RECV_MULTISHOT_LIMIT flag:SEND_TO flag:SEND_VECTORIZED flag:SEND_ZC.RECVSEND_FIXED_BUF flag:SEND_ZC_NOTIF_USER_DATA flag:SENDMSG_ZC.RECVSEND_FIXED_BUF flag:SEND_ZC_REPORT_USAGE flag:NOTIF_USAGE_ZC_COPIED flag:OPENAT_DIRECT flag:CLOSE_DIRECT flag:SOCKET_DIRECT flag:PIPE_DIRECT flag:FILE_INDEX_ALLOC flag:FILES_UPDATE_ALLOC flag:FIXED_FD_NO_CLOEXEC flag:MSG_DATA flag:MSG_SEND_FD flag:MSG_RING_CQE_SKIP flag:MSG_RING_FLAGS_PASS flag:FUTEX2_FLAGS flag:WAITID_SIGINFO flag:URING_CMD_FIXED flag:URING_CMD_MULTISHOT flag:SOCKET_URING_OP_SIOCINQ flag:SOCKET_URING_OP_SIOCOUTQ flag:SOCKET_URING_OP_GETSOCKOPT flag:SOCKET_URING_OP_SETSOCKOPT flag:SOCKET_URING_OP_TX_TIMESTAMP flag:SOCKET_URING_OP_GETSOCKNAME flag:BLOCK_URING_CMD_DISCARD flag:BLOCK_URING_CMD_ZONE_RESET_ALL flag:RSRC_REGISTER_SPARSE flag:REGISTER_FILES_SKIP flag:RESTRICTION_REGISTER_OP flag:RESTRICTION_SQE_OP flag:RESTRICTION_SQE_FLAGS_ALLOWED flag:RESTRICTION_SQE_FLAGS_REQUIRED flag:RESTRICTIONS_PER_TASK flag:PBUF_RING_MMAP flag:PBUF_RING_INC flag:BUF_RING_MIN_LEFT flag:NAPI_REGISTER_OP flag:NAPI_STATIC_ADD_ID flag:NAPI_STATIC_DEL_ID flag:NAPI_TRACKING_DYNAMIC flag:NAPI_TRACKING_STATIC flag:NAPI_TRACKING_INACTIVE flag:REGISTER_SRC_REGISTERED flag:REGISTER_DST_REPLACE flag:MEM_REGION_TYPE_USER flag:MEM_REGION_REG_WAIT_ARG flag:MIN_WAIT flag:REG_WAIT_TS flag:ZCRX_AREA_DMABUF flag:ZCRX_REG_IMPORT flag:ZCRX_REG_NODEV flag:ZCRX_FEATURE_RX_PAGE_SIZE flag:ZCRX_FEATURE_EVENT flag:ZCRX_EVENT_ALLOC_FAIL flag:ZCRX_EVENT_COPY flag:ZCRX_EVENT_DESC_FLAG_STATS flag:ZCRX_CTRL_FLUSH_RQ flag:ZCRX_CTRL_EXPORT flag:ZCRX_CTRL_ARM_EVENT flag:ZCRX_CTRL_ADD_AREA flag:QUERY_OPCODES flag:QUERY_ZCRX flag:QUERY_SCQ flag:QUERY_ZCRX_EVENT flag:BPF_CMD_FILTER flag:BPF_FILTER_DENY_REST flag:BPF_FILTER_SZ_STRICT flag:BPF_LOOP reg:REGISTER_BUFFERS reg:UNREGISTER_BUFFERS reg:REGISTER_FILES reg:UNREGISTER_FILES reg:REGISTER_EVENTFD reg:UNREGISTER_EVENTFD reg:REGISTER_FILES_UPDATE reg:REGISTER_EVENTFD_ASYNC reg:REGISTER_PROBE reg:REGISTER_PERSONALITY reg:UNREGISTER_PERSONALITY reg:REGISTER_RESTRICTIONS reg:REGISTER_ENABLE_RINGS reg:REGISTER_FILES2 reg:REGISTER_FILES_UPDATE2 reg:REGISTER_BUFFERS2 reg:REGISTER_BUFFERS_UPDATE reg:REGISTER_IOWQ_AFF reg:UNREGISTER_IOWQ_AFF reg:REGISTER_IOWQ_MAX_WORKERS reg:REGISTER_RING_FDS reg:UNREGISTER_RING_FDS reg:REGISTER_PBUF_RING reg:UNREGISTER_PBUF_RING reg:REGISTER_SYNC_CANCEL reg:REGISTER_FILE_ALLOC_RANGE reg:REGISTER_PBUF_STATUS reg:REGISTER_NAPI reg:UNREGISTER_NAPI reg:REGISTER_CLOCK reg:REGISTER_CLONE_BUFFERS reg:REGISTER_SEND_MSG_RING reg:REGISTER_ZCRX_IFQ reg:REGISTER_RESIZE_RINGS reg:REGISTER_MEM_REGION reg:REGISTER_QUERY reg:REGISTER_ZCRX_CTRL reg:REGISTER_BPF_FILTER behaviour:futex-before-threads behaviour:message-to-disabled-ring behaviour:single-issuer behaviour:memory-back-at-close'
            ;;
        'uringctl probe --as')
            withdrawn='--as -p --pid'
            kind=plain
            ;;
        'uringctl probe --unprivileged')
            withdrawn='--unprivileged -p --pid'
            ;;
        'uringctl probe --simulate')
            withdrawn='--simulate --limits -p --pid'
            kind=word candidates='docker podman systemd systemd-errno android kill incomplete sysctl-like lsm-like sandbox'
            ;;
        'uringctl probe --limits')
            withdrawn='--simulate --limits -p --pid'
            ;;
        'uringctl probe -p' | 'uringctl probe --pid')
            withdrawn='--only -r --require --verify --path --skip --as --unprivileged --simulate --limits -p --pid'
            kind=plain
            ;;
        'uringctl probe -o' | 'uringctl probe --output')
            withdrawn='-o --output'
            kind=file
            ;;
        'uringctl probe -q' | 'uringctl probe --quiet')
            withdrawn='-q --quiet'
            ;;
        'uringctl probe --color')
            withdrawn='--color'
            kind=word candidates='auto always never'
            ;;
        'uringctl probe -h' | 'uringctl probe --help')
            withdrawn='-h --help'
            ;;
        'uringctl probe -V' | 'uringctl probe --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro -h' | 'uringctl repro --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro -V' | 'uringctl repro --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro fiber --case')
            withdrawn='--case -l --list --explain'
            kind=list candidates='no-sleep yield sleep spawn join deep-stack float-state throws cancel many'
            ;;
        'uringctl repro fiber --specimen')
            withdrawn='--specimen -l --list --explain'
            kind=list candidates='stale-register misaligned-entry unsaved-rbx unsaved-rbp unsaved-r12 unsaved-r13 unsaved-r14 unsaved-r15 unsaved-mxcsr unsaved-x87 red-zone missing-clobbers stack-overflow jumped-guard switch-in-access migrated-access mutex-across-yield suspending-static errno-across-switch task-local-leak single-issuer departed-creator'
            ;;
        'uringctl repro fiber -l' | 'uringctl repro fiber --list')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro fiber --explain')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            kind=word candidates='SIGSEGV:SI_KERNEL:0 SIGSEGV:SEGV_ACCERR SIGSEGV:SEGV_MAPERR SIGABRT:SI_TKILL SIGILL:ILL_ILLOPN SIGTRAP:TRAP_BRKPT'
            ;;
        'uringctl repro fiber -n' | 'uringctl repro fiber --iterations')
            withdrawn='-l --list --explain -n --iterations'
            kind=plain
            ;;
        'uringctl repro fiber --seed')
            withdrawn='-l --list --explain --seed'
            kind=plain
            ;;
        'uringctl repro fiber -t' | 'uringctl repro fiber --timeout')
            withdrawn='-l --list --explain -t --timeout'
            kind=plain
            ;;
        'uringctl repro fiber -f' | 'uringctl repro fiber --format')
            withdrawn='-l --list --explain -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro fiber --json')
            withdrawn='-l --list --explain -f --format --json'
            ;;
        'uringctl repro fiber -o' | 'uringctl repro fiber --output')
            withdrawn='-l --list --explain -o --output'
            kind=file
            ;;
        'uringctl repro fiber -q' | 'uringctl repro fiber --quiet')
            withdrawn='-l --list --explain -q --quiet'
            ;;
        'uringctl repro fiber --color')
            withdrawn='-l --list --explain --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro fiber -h' | 'uringctl repro fiber --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro fiber -V' | 'uringctl repro fiber --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro net --case')
            withdrawn='--case -l --list'
            kind=list candidates='echo echo-threads accept-stream accept-cancel descriptor-limit connect-refused connect-timeout connect-resumed half-close peer-reset short-writes submission-full completion-overflow'
            ;;
        'uringctl repro net --specimen')
            withdrawn='--specimen -l --list'
            kind=list candidates='ring-listen-only short-write-dropped connect-once blocking-accept'
            ;;
        'uringctl repro net -l' | 'uringctl repro net --list')
            withdrawn='--case --specimen -l --list -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro net -n' | 'uringctl repro net --iterations')
            withdrawn='-l --list -n --iterations'
            kind=plain
            ;;
        'uringctl repro net --seed')
            withdrawn='-l --list --seed'
            kind=plain
            ;;
        'uringctl repro net -t' | 'uringctl repro net --timeout')
            withdrawn='-l --list -t --timeout'
            kind=plain
            ;;
        'uringctl repro net -f' | 'uringctl repro net --format')
            withdrawn='-l --list -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro net --json')
            withdrawn='-l --list -f --format --json'
            ;;
        'uringctl repro net -o' | 'uringctl repro net --output')
            withdrawn='-l --list -o --output'
            kind=file
            ;;
        'uringctl repro net -q' | 'uringctl repro net --quiet')
            withdrawn='-l --list -q --quiet'
            ;;
        'uringctl repro net --color')
            withdrawn='-l --list --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro net -h' | 'uringctl repro net --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro net -V' | 'uringctl repro net --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro dns --case')
            withdrawn='--case -l --list'
            kind=list candidates='ring-goes-on localhost errors cancel order connect race'
            ;;
        'uringctl repro dns --specimen')
            withdrawn='--specimen -l --list'
            kind=list candidates='resolve-on-fiber'
            ;;
        'uringctl repro dns -l' | 'uringctl repro dns --list')
            withdrawn='--case --specimen -l --list -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro dns -n' | 'uringctl repro dns --iterations')
            withdrawn='-l --list -n --iterations'
            kind=plain
            ;;
        'uringctl repro dns --seed')
            withdrawn='-l --list --seed'
            kind=plain
            ;;
        'uringctl repro dns -t' | 'uringctl repro dns --timeout')
            withdrawn='-l --list -t --timeout'
            kind=plain
            ;;
        'uringctl repro dns -f' | 'uringctl repro dns --format')
            withdrawn='-l --list -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro dns --json')
            withdrawn='-l --list -f --format --json'
            ;;
        'uringctl repro dns -o' | 'uringctl repro dns --output')
            withdrawn='-l --list -o --output'
            kind=file
            ;;
        'uringctl repro dns -q' | 'uringctl repro dns --quiet')
            withdrawn='-l --list -q --quiet'
            ;;
        'uringctl repro dns --color')
            withdrawn='-l --list --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro dns -h' | 'uringctl repro dns --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro dns -V' | 'uringctl repro dns --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro log --case')
            withdrawn='--case -l --list --explain'
            kind=list candidates='whole-lines blocked-reader first-line writer-ends flush broken-pipe non-blocking'
            ;;
        'uringctl repro log --specimen')
            withdrawn='--specimen -l --list --explain'
            kind=list candidates='unguarded-writer recursive-lock blocking-write held-lock reader-gone'
            ;;
        'uringctl repro log -l' | 'uringctl repro log --list')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro log --explain')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            kind=word candidates='SIGPIPE:SI_USER'
            ;;
        'uringctl repro log -n' | 'uringctl repro log --iterations')
            withdrawn='-l --list --explain -n --iterations'
            kind=plain
            ;;
        'uringctl repro log --seed')
            withdrawn='-l --list --explain --seed'
            kind=plain
            ;;
        'uringctl repro log -t' | 'uringctl repro log --timeout')
            withdrawn='-l --list --explain -t --timeout'
            kind=plain
            ;;
        'uringctl repro log -f' | 'uringctl repro log --format')
            withdrawn='-l --list --explain -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro log --json')
            withdrawn='-l --list --explain -f --format --json'
            ;;
        'uringctl repro log -o' | 'uringctl repro log --output')
            withdrawn='-l --list --explain -o --output'
            kind=file
            ;;
        'uringctl repro log -q' | 'uringctl repro log --quiet')
            withdrawn='-l --list --explain -q --quiet'
            ;;
        'uringctl repro log --color')
            withdrawn='-l --list --explain --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro log -h' | 'uringctl repro log --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro log -V' | 'uringctl repro log --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro event --case')
            withdrawn='--case -l --list --explain'
            kind=list candidates='set-reset before-sleep snapshot pool timeout cancel thread-fiber'
            ;;
        'uringctl repro event --specimen')
            withdrawn='--specimen -l --list --explain'
            kind=list candidates='single-waiter-checked single-waiter-silent'
            ;;
        'uringctl repro event -l' | 'uringctl repro event --list')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro event --explain')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            kind=word candidates='SIGILL:ILL_ILLOPN SIGTRAP:TRAP_BRKPT'
            ;;
        'uringctl repro event -n' | 'uringctl repro event --iterations')
            withdrawn='-l --list --explain -n --iterations'
            kind=plain
            ;;
        'uringctl repro event --seed')
            withdrawn='-l --list --explain --seed'
            kind=plain
            ;;
        'uringctl repro event -t' | 'uringctl repro event --timeout')
            withdrawn='-l --list --explain -t --timeout'
            kind=plain
            ;;
        'uringctl repro event -f' | 'uringctl repro event --format')
            withdrawn='-l --list --explain -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro event --json')
            withdrawn='-l --list --explain -f --format --json'
            ;;
        'uringctl repro event -o' | 'uringctl repro event --output')
            withdrawn='-l --list --explain -o --output'
            kind=file
            ;;
        'uringctl repro event -q' | 'uringctl repro event --quiet')
            withdrawn='-l --list --explain -q --quiet'
            ;;
        'uringctl repro event --color')
            withdrawn='-l --list --explain --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro event -h' | 'uringctl repro event --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro event -V' | 'uringctl repro event --version')
            withdrawn='-V --version'
            ;;
        'uringctl repro mutex --case')
            withdrawn='--case -l --list --explain'
            kind=list candidates='exclusion held-wait thread-holds fiber-holds condition give-up misuse'
            ;;
        'uringctl repro mutex --specimen')
            withdrawn='--specimen -l --list --explain'
            kind=list candidates='evented-lock-on-thread evented-unlock-on-thread threaded-lock-blocks-ring threaded-lock-by-sibling'
            ;;
        'uringctl repro mutex -l' | 'uringctl repro mutex --list')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            ;;
        'uringctl repro mutex --explain')
            withdrawn='--case --specimen -l --list --explain -n --iterations --seed -t --timeout -f --format --json -o --output -q --quiet --color'
            kind=word candidates='SIGSEGV:SEGV_MAPERR:0x20 SIGSEGV:SEGV_MAPERR:0x38'
            ;;
        'uringctl repro mutex -n' | 'uringctl repro mutex --iterations')
            withdrawn='-l --list --explain -n --iterations'
            kind=plain
            ;;
        'uringctl repro mutex --seed')
            withdrawn='-l --list --explain --seed'
            kind=plain
            ;;
        'uringctl repro mutex -t' | 'uringctl repro mutex --timeout')
            withdrawn='-l --list --explain -t --timeout'
            kind=plain
            ;;
        'uringctl repro mutex -f' | 'uringctl repro mutex --format')
            withdrawn='-l --list --explain -f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl repro mutex --json')
            withdrawn='-l --list --explain -f --format --json'
            ;;
        'uringctl repro mutex -o' | 'uringctl repro mutex --output')
            withdrawn='-l --list --explain -o --output'
            kind=file
            ;;
        'uringctl repro mutex -q' | 'uringctl repro mutex --quiet')
            withdrawn='-l --list --explain -q --quiet'
            ;;
        'uringctl repro mutex --color')
            withdrawn='-l --list --explain --color'
            kind=word candidates='auto always never'
            ;;
        'uringctl repro mutex -h' | 'uringctl repro mutex --help')
            withdrawn='-h --help'
            ;;
        'uringctl repro mutex -V' | 'uringctl repro mutex --version')
            withdrawn='-V --version'
            ;;
        'uringctl stress -h' | 'uringctl stress --help')
            withdrawn='-h --help'
            ;;
        'uringctl stress -V' | 'uringctl stress --version')
            withdrawn='-V --version'
            ;;
        'uringctl stress event -p' | 'uringctl stress event --primitive')
            withdrawn='-p --primitive'
            kind=list candidates='SingleWaiterEvent SilentSingleWaiterEvent Event WakeCounter Semaphore Condition'
            ;;
        'uringctl stress event --pattern')
            withdrawn='--pattern'
            kind=list candidates='pool storm timeouts ping-pong fan-out'
            ;;
        'uringctl stress event --threads')
            withdrawn='--threads'
            kind=plain
            ;;
        'uringctl stress event --fibers')
            withdrawn='--fibers'
            kind=plain
            ;;
        'uringctl stress event --resources')
            withdrawn='--resources'
            kind=plain
            ;;
        'uringctl stress event -d' | 'uringctl stress event --duration')
            withdrawn='-d --duration'
            kind=plain
            ;;
        'uringctl stress event --seed')
            withdrawn='--seed'
            kind=plain
            ;;
        'uringctl stress event -f' | 'uringctl stress event --format')
            withdrawn='-f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl stress event --json')
            withdrawn='-f --format --json'
            ;;
        'uringctl stress event -o' | 'uringctl stress event --output')
            withdrawn='-o --output'
            kind=file
            ;;
        'uringctl stress event -q' | 'uringctl stress event --quiet')
            withdrawn='-q --quiet'
            ;;
        'uringctl stress event --color')
            withdrawn='--color'
            kind=word candidates='auto always never'
            ;;
        'uringctl stress event -h' | 'uringctl stress event --help')
            withdrawn='-h --help'
            ;;
        'uringctl stress event -V' | 'uringctl stress event --version')
            withdrawn='-V --version'
            ;;
        'uringctl stress mutex -p' | 'uringctl stress mutex --primitive')
            withdrawn='-p --primitive'
            kind=list candidates='Mutex pthread Synchronization Futex BackendBoundMutex'
            ;;
        'uringctl stress mutex --pattern')
            withdrawn='--pattern'
            kind=list candidates='misuse threads fibers mixed'
            ;;
        'uringctl stress mutex --threads')
            withdrawn='--threads'
            kind=plain
            ;;
        'uringctl stress mutex --fibers')
            withdrawn='--fibers'
            kind=plain
            ;;
        'uringctl stress mutex --resources')
            withdrawn='--resources'
            kind=plain
            ;;
        'uringctl stress mutex -d' | 'uringctl stress mutex --duration')
            withdrawn='-d --duration'
            kind=plain
            ;;
        'uringctl stress mutex --seed')
            withdrawn='--seed'
            kind=plain
            ;;
        'uringctl stress mutex -f' | 'uringctl stress mutex --format')
            withdrawn='-f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl stress mutex --json')
            withdrawn='-f --format --json'
            ;;
        'uringctl stress mutex -o' | 'uringctl stress mutex --output')
            withdrawn='-o --output'
            kind=file
            ;;
        'uringctl stress mutex -q' | 'uringctl stress mutex --quiet')
            withdrawn='-q --quiet'
            ;;
        'uringctl stress mutex --color')
            withdrawn='--color'
            kind=word candidates='auto always never'
            ;;
        'uringctl stress mutex -h' | 'uringctl stress mutex --help')
            withdrawn='-h --help'
            ;;
        'uringctl stress mutex -V' | 'uringctl stress mutex --version')
            withdrawn='-V --version'
            ;;
        'uringctl exec -d' | 'uringctl exec --deny')
            withdrawn='-d --deny -s --simulate'
            kind=word candidates='kill trap errno=EPERM errno=ENOSYS errno=EACCES errno=EOPNOTSUPP errno=ENOMEM errno=EINVAL'
            ;;
        'uringctl exec -s' | 'uringctl exec --simulate')
            withdrawn='-d --deny -s --simulate'
            kind=word candidates='docker podman systemd systemd-errno android kill incomplete sysctl-like lsm-like sandbox'
            ;;
        'uringctl exec --only')
            withdrawn='--only'
            kind=list candidates='setup enter register'
            ;;
        'uringctl exec -h' | 'uringctl exec --help')
            withdrawn='-h --help'
            ;;
        'uringctl exec -V' | 'uringctl exec --version')
            withdrawn='-V --version'
            ;;
        'uringctl explain -a' | 'uringctl explain --all')
            withdrawn='-a --all'
            ;;
        'uringctl explain -f' | 'uringctl explain --format')
            withdrawn='-f --format --json'
            kind=word candidates='text json markdown'
            ;;
        'uringctl explain --json')
            withdrawn='-f --format --json'
            ;;
        'uringctl explain -o' | 'uringctl explain --output')
            withdrawn='-o --output'
            kind=file
            ;;
        'uringctl explain -q' | 'uringctl explain --quiet')
            withdrawn='-q --quiet'
            ;;
        'uringctl explain --color')
            withdrawn='--color'
            kind=word candidates='auto always never'
            ;;
        'uringctl explain -h' | 'uringctl explain --help')
            withdrawn='-h --help'
            ;;
        'uringctl explain -V' | 'uringctl explain --version')
            withdrawn='-V --version'
            ;;
        'uringctl schema -h' | 'uringctl schema --help')
            withdrawn='-h --help'
            ;;
        'uringctl schema -V' | 'uringctl schema --version')
            withdrawn='-V --version'
            ;;
        'uringctl completions -h' | 'uringctl completions --help')
            withdrawn='-h --help'
            ;;
        'uringctl completions -V' | 'uringctl completions --version')
            withdrawn='-V --version'
            ;;
        'uringctl man -h' | 'uringctl man --help')
            withdrawn='-h --help'
            ;;
        'uringctl man -V' | 'uringctl man --version')
            withdrawn='-V --version'
            ;;
        'uringctl help -h' | 'uringctl help --help')
            withdrawn='-h --help'
            ;;
        'uringctl help -V' | 'uringctl help --version')
            withdrawn='-V --version'
            ;;
        *) return 1 ;;
    esac
}

# What the operand number $2 of the command $1 may be; numbers begin with 0.
_uringctl_operand() {
    kind='' candidates=''
    case $1 in
        'uringctl repro dns')
            (($2 < 1)) && { kind=plain; return; }
            ;;
        'uringctl exec')
            { kind=program; return; }
            ;;
        'uringctl explain')
            (($2 < 32)) && { kind=word candidates='EPERM ENOENT EINTR ENXIO E2BIG EBADF EAGAIN ENOMEM EACCES EFAULT EBUSY EEXIST ENODEV EINVAL ENFILE EMFILE ENOSYS EBADR ETIME EOVERFLOW EBADFD EMSGSIZE EOPNOTSUPP ENOBUFS EALREADY ECANCELED EOWNERDEAD io_uring_setup mmap io_uring_enter io_uring_register completion'; return; }
            ;;
        'uringctl schema')
            (($2 < 1)) && { kind=word candidates='probe process repro stress explain'; return; }
            ;;
        'uringctl completions')
            (($2 < 1)) && { kind=word candidates='bash zsh fish'; return; }
            ;;
        'uringctl man')
            (($2 < 2)) && { kind=word candidates='probe repro repro-fiber repro-net repro-dns repro-log repro-event repro-mutex stress stress-event stress-mutex exec explain schema completions man help report'; return; }
            ;;
        'uringctl help')
            (($2 < 2)) && { kind=word candidates='probe repro fiber net dns log event mutex stress exec explain schema completions man help'; return; }
            ;;
    esac
}

_uringctl() {
    local IFS=$' \t\n'
    local index word rest line=$COMP_LINE words=()
    # Bash parts words at COMP_WORDBREAKS; join what no space parted.
    for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        rest=${line#"${line%%[![:space:]]*}"}
        if ((index > 1)) && [[ $rest == "$line" && ${COMP_WORDS[index - 1]: -1}${word:0:1} == *[=:]* ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        line=${rest#"$word"}
    done

    local commands options runs withdrawn kind candidates
    local path='uringctl' gone=' ' pending='' ended='' count=0
    _uringctl_command "$path"
    for ((index = 1; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        if [[ $pending ]]; then
            pending=''
        elif [[ ! $ended && $word == -- ]]; then
            ended=yes
        elif [[ ! $ended && $word == --* ]]; then
            _uringctl_option "$path" "${word%%=*}" || continue
            gone+="$withdrawn "
            [[ $kind && $word != *=* ]] && pending=yes
        elif [[ ! $ended && $word == -?* ]]; then
            rest=${word#-}
            while [[ $rest ]] && _uringctl_option "$path" "-${rest:0:1}"; do
                gone+="$withdrawn "
                rest=${rest:1}
                [[ $kind ]] || continue
                [[ $rest ]] || pending=yes
                break
            done
        elif [[ " $commands " == *" $word "* ]]; then
            path+=" $word"
            _uringctl_command "$path"
        else
            ((count++))
            # What follows a program's name is that program's.
            [[ $runs ]] && ended=yes
        fi
    done

    local current=${words[${#words[@]} - 1]} prefix='' value
    value=$current
    if [[ $pending ]]; then
        :
    elif [[ ! $ended && $current == --*=* ]]; then
        _uringctl_option "$path" "${current%%=*}" || kind=''
        prefix=${current%%=*}=
        value=${current#*=}
    elif [[ ! $ended && $current == -* ]]; then
        kind=word candidates=''
        for word in $options; do
            [[ $gone == *" $word "* ]] || candidates+=" $word"
        done
    elif [[ $commands ]]; then
        kind=word candidates=$commands
        # A word that names no command leads nowhere.
        ((count > 0)) && candidates=''
    else
        _uringctl_operand "$path" "$count"
    fi

    COMPREPLY=()
    case $kind in
        word)
            for word in $candidates; do
                [[ $word == "$value"* ]] && COMPREPLY+=("$prefix$word")
            done
            ;;
        list)
            rest=''
            [[ $value == *,* ]] && rest=${value%,*},
            for word in $candidates; do
                [[ ,$rest == *",$word,"* ]] && continue
                [[ $word == "${value##*,}"* ]] && COMPREPLY+=("$prefix$rest$word")
            done
            compopt -o nospace 2>/dev/null
            ;;
        file | directory | program)
            [[ $kind == program ]] && ((count > 0)) && kind=file
            case $kind in
                file) word=-f ;;
                directory) word=-d ;;
                program) word=-c ;;
            esac
            while IFS= read -r line; do
                COMPREPLY+=("$prefix$line")
            done < <(compgen "$word" -- "$value")
            compopt -o filenames 2>/dev/null
            ;;
    esac

    # Readline replaces only what follows the last of the characters that part words.
    rest=${COMP_WORDBREAKS//[!=:]/}
    if [[ $rest && ${#COMPREPLY[@]} -gt 0 ]]; then
        rest=${current%"${current##*[$rest]}"}
        COMPREPLY=("${COMPREPLY[@]#"$rest"}")
    fi
}

complete -F _uringctl uringctl
