# What each call that the shim wraps can fail with, and which failures are tried.
#
# SPDX-License-Identifier: GPL-3.0-or-later

ALLOCATORS = ("malloc", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc",
              "posix_memalign")

# From the manual pages of section 2, as far as any program must expect them of Linux. EINTR of a
# call that does not wait is what a signal handler of a library would give.
FAILURES = {
    **dict.fromkeys(ALLOCATORS, "ENOMEM"),
    "socket": "EMFILE ENFILE ENOBUFS ENOMEM EACCES",
    "socketpair": "EMFILE ENFILE ENOMEM",
    "accept4": "EINTR EMFILE ENFILE ENOBUFS ENOMEM ECONNABORTED EPROTO ENETDOWN ENOPROTOOPT EIO"
               " EHOSTDOWN ENONET EHOSTUNREACH EOPNOTSUPP ENETUNREACH EPERM",
    "bind": "EADDRINUSE EACCES ENOMEM",
    "connect": "EINTR ECONNREFUSED ENETUNREACH EADDRNOTAVAIL ENOBUFS",
    "listen": "EADDRINUSE",
    "shutdown": "ENOTCONN",
    "getsockname": "ENOBUFS",
    "getpeername": "ENOTCONN ENOBUFS",
    "getsockopt": "ENOPROTOOPT ENOMEM",
    "setsockopt": "ENOPROTOOPT ENOMEM ENOBUFS",
    "send": "EINTR EAGAIN ENOBUFS ENOMEM EPIPE ECONNRESET short",
    "sendto": "EINTR EAGAIN ENOBUFS ENOMEM EPIPE ECONNREFUSED short",
    "sendmsg": "EINTR EAGAIN ENOBUFS ENOMEM",
    "recv": "EINTR EAGAIN ENOMEM ECONNRESET short",
    "recvfrom": "EINTR EAGAIN ENOMEM ECONNREFUSED short",
    "recvmsg": "EINTR EAGAIN ENOMEM",
    "read": "EINTR EIO ENOMEM short",
    "write": "EINTR EIO EPIPE ENOSPC short",
    "sendfile": "EINTR EAGAIN EIO ENOMEM short",
    "splice": "EINTR EAGAIN ENOMEM EPIPE ECONNRESET short",
    "pipe2": "EMFILE ENFILE",
    "open": "EINTR EMFILE ENFILE ENOMEM EACCES ENOSPC",
    "openat": "EINTR EMFILE ENFILE ENOMEM EACCES ENOSPC",
    "close": "EINTR EIO ENOSPC",
    "fstat": "ENOMEM EIO",
    "stat": "ENOMEM EIO",
    "fopen": "EMFILE ENOMEM",
    "opendir": "EMFILE ENOMEM",
    "mkdir": "ENOSPC EACCES",
    "unlink": "EIO EACCES",
    "fcntl": "EMFILE",
    "ioctl": "EIO ENOMEM",
    "dup2": "EINTR EMFILE",
    "poll": "EINTR ENOMEM",
    "epoll_create1": "EMFILE ENOMEM",
    "epoll_ctl": "ENOMEM ENOSPC",
    "epoll_wait": "EINTR",
    "epoll_pwait2": "EINTR ENOSYS",
    "eventfd": "EMFILE ENOMEM",
    "signalfd": "EMFILE ENOMEM",
    "getrandom": "EINTR ENOSYS short",
    "gethostname": "ENAMETOOLONG",
    "getaddrinfo": "EAI_MEMORY EAI_AGAIN EAI_FAIL EMFILE",
    "pthread_create": "EAGAIN",
    "vfork": "EAGAIN ENOMEM",
    "execve": "ENOMEM EACCES E2BIG",
    "waitpid": "EINTR",
    "syscall": "EMFILE ENOSYS",  # pidfd_open
}

# The program must go on as if nothing had been.
INVISIBLE = ("EINTR", "EAGAIN", "short")

# What may take fewer bytes than the script asked for, or give fewer than there are, by contract.
MAY_BE_SHORT = ("send", "sendto", "recv", "recvfrom")


def is_invisible(call, failure):
    if failure == "short" and call in MAY_BE_SHORT:
        return False
    return failure in INVISIBLE and (call, failure) not in (("pthread_create", "EAGAIN"),
                                                            ("vfork", "EAGAIN"))


def spread(count, share):
    """`share` numbers of 1 to count, as evenly as they go."""
    return sorted({1 + int((i + 0.5) * count / share) for i in range(share)})


def choose(counts, most):
    """(call, n, failure) of every failure of every call; of at most `most` those spread evenly.

    Where there are too many, calls that happen seldom are tried whole and the others in part.
    """
    groups = sorted((count, call, failure) for call, count in counts.items()
                    for failure in FAILURES[call].split())
    if most is not None and most < len(groups):
        groups = [groups[i - 1] for i in spread(len(groups), most)]
    chosen = []
    for i, (count, call, failure) in enumerate(groups):
        share = count if most is None else min(
            count, max(1, (most - len(chosen)) // (len(groups) - i)))
        chosen += [(call, n, failure) for n in spread(count, share)]
    return chosen
