/*
 * shim: counts the fallible calls of the program that it is preloaded into, and lets one of them
 * fail. What this is for, and its environment, stands in shim.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef SHIM_H
#define SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>

/* Every function that is wrapped. */
#define CALLS(X)                                                                                   \
	X(malloc)                                                                                  \
	X(calloc)                                                                                  \
	X(realloc)                                                                                 \
	X(reallocarray)                                                                            \
	X(memalign)                                                                                \
	X(aligned_alloc)                                                                           \
	X(posix_memalign)                                                                          \
	X(socket)                                                                                  \
	X(socketpair)                                                                              \
	X(accept4)                                                                                 \
	X(bind)                                                                                    \
	X(connect)                                                                                 \
	X(listen)                                                                                  \
	X(shutdown)                                                                                \
	X(getsockname)                                                                             \
	X(getpeername)                                                                             \
	X(getsockopt)                                                                              \
	X(setsockopt)                                                                              \
	X(send)                                                                                    \
	X(sendto)                                                                                  \
	X(sendmsg)                                                                                 \
	X(recv)                                                                                    \
	X(recvfrom)                                                                                \
	X(recvmsg)                                                                                 \
	X(read)                                                                                    \
	X(write)                                                                                   \
	X(sendfile)                                                                                \
	X(splice)                                                                                  \
	X(pipe2)                                                                                   \
	X(open)                                                                                    \
	X(openat)                                                                                  \
	X(close)                                                                                   \
	X(fstat)                                                                                   \
	X(stat)                                                                                    \
	X(fopen)                                                                                   \
	X(opendir)                                                                                 \
	X(mkdir)                                                                                   \
	X(unlink)                                                                                  \
	X(fcntl)                                                                                   \
	X(ioctl)                                                                                   \
	X(dup2)                                                                                    \
	X(poll)                                                                                    \
	X(epoll_create1)                                                                           \
	X(epoll_ctl)                                                                               \
	X(epoll_wait)                                                                              \
	X(epoll_pwait2)                                                                            \
	X(eventfd)                                                                                 \
	X(signalfd)                                                                                \
	X(getrandom)                                                                               \
	X(gethostname)                                                                             \
	X(getaddrinfo)                                                                             \
	X(pthread_create)                                                                          \
	X(vfork)                                                                                   \
	X(execve)                                                                                  \
	X(waitpid)                                                                                 \
	X(syscall)

#define CALL_NUMBER(name) CALL_##name,
enum call { CALLS(CALL_NUMBER) CALL_COUNT };
#undef CALL_NUMBER

/* The function itself. */
void *shim_real(enum call call);
#define REAL(name) ((__typeof__(&name))shim_real(CALL_##name))

/* Counts the call; true, with errno set, when this one is to fail. */
bool shim_fails(enum call call);

/*
 * The same for an allocation, of the program's own thread only: what a helper thread allocates is
 * the C library's, which does not always get over it (getaddrinfo of glibc keeps a lock for ever).
 */
bool shim_fails_allocation(enum call call);

/*
 * The same for a call that moves bytes: *size becomes smaller when the count is to be short. An
 * event on either descriptor follows a count that is short, and EAGAIN: edge-triggered events may
 * be waited for. One of the two may be -1.
 */
bool shim_fails_moving(enum call call, int from, int to, size_t *size);

/* What fd is registered for, so that an event can follow. */
void shim_registered(int epoll, int operation, int fd, const struct epoll_event *event);

#endif
