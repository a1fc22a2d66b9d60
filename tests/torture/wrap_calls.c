/*
 * wrap_calls: the system calls, and what makes some of its own, as the shim wraps them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim.h"

/* A function that gives FAILED when it fails. Its arguments go through as they came. */
#define WRAP(type, failed, name, parameters, ...)                                                  \
	type name parameters                                                                       \
	{                                                                                          \
		return shim_fails(CALL_##name) ? (failed) : REAL(name)(__VA_ARGS__);               \
	}

/* One that moves at most size bytes from FROM to TO, of which one may be -1. */
#define WRAP_MOVING(name, from, to, parameters, ...)                                               \
	ssize_t name parameters                                                                    \
	{                                                                                          \
		return shim_fails_moving(CALL_##name, from, to, &size) ? -1                        \
								       : REAL(name)(__VA_ARGS__);  \
	}

/* ---- sockets ---- */

WRAP(int, -1, socket, (int family, int type, int protocol), family, type, protocol)
WRAP(int, -1, socketpair, (int family, int type, int protocol, int pair[2]), family, type, protocol,
     pair)
WRAP(int, -1, accept4, (int fd, __SOCKADDR_ARG address, socklen_t *length, int flags), fd, address,
     length, flags)
WRAP(int, -1, bind, (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), fd, address, length)
WRAP(int, -1, connect, (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), fd, address,
     length)
WRAP(int, -1, listen, (int fd, int backlog), fd, backlog)
WRAP(int, -1, shutdown, (int fd, int how), fd, how)
WRAP(int, -1, getsockname, (int fd, __SOCKADDR_ARG address, socklen_t *length), fd, address, length)
WRAP(int, -1, getpeername, (int fd, __SOCKADDR_ARG address, socklen_t *length), fd, address, length)
WRAP(int, -1, getsockopt, (int fd, int level, int name, void *value, socklen_t *length), fd, level,
     name, value, length)
WRAP(int, -1, setsockopt, (int fd, int level, int name, const void *value, socklen_t length), fd,
     level, name, value, length)

/* ---- bytes ---- */

WRAP_MOVING(send, -1, fd, (int fd, const void *data, size_t size, int flags), fd, data, size, flags)
WRAP_MOVING(sendto, -1, fd,
	    (int fd, const void *data, size_t size, int flags, __CONST_SOCKADDR_ARG address,
	     socklen_t length),
	    fd, data, size, flags, address, length)
WRAP_MOVING(recv, fd, -1, (int fd, void *data, size_t size, int flags), fd, data, size, flags)
WRAP_MOVING(recvfrom, fd, -1,
	    (int fd, void *data, size_t size, int flags, __SOCKADDR_ARG address, socklen_t *length),
	    fd, data, size, flags, address, length)
WRAP_MOVING(read, fd, -1, (int fd, void *data, size_t size), fd, data, size)
WRAP_MOVING(write, -1, fd, (int fd, const void *data, size_t size), fd, data, size)
WRAP_MOVING(sendfile, from, to, (int to, int from, off_t *place, size_t size), to, from, place,
	    size)
WRAP_MOVING(splice, from, to,
	    (int from, loff_t *from_place, int to, loff_t *to_place, size_t size, unsigned flags),
	    from, from_place, to, to_place, size, flags)
WRAP(ssize_t, -1, sendmsg, (int fd, const struct msghdr *message, int flags), fd, message, flags)
WRAP(ssize_t, -1, recvmsg, (int fd, struct msghdr *message, int flags), fd, message, flags)

WRAP_MOVING(getrandom, -1, -1, (void *data, size_t size, unsigned flags), data, size, flags)

/* ---- files and descriptors ---- */

WRAP(int, -1, pipe2, (int ends[2], int flags), ends, flags)
WRAP(int, -1, fstat, (int fd, struct stat *status), fd, status)
WRAP(int, -1, stat, (const char *path, struct stat *status), path, status)
WRAP(int, -1, mkdir, (const char *path, mode_t mode), path, mode)
WRAP(int, -1, unlink, (const char *path), path)
WRAP(int, -1, dup2, (int from, int to), from, to)
WRAP(FILE *, NULL, fopen, (const char *path, const char *mode), path, mode)
WRAP(DIR *, NULL, opendir, (const char *path), path)
WRAP(int, -1, gethostname, (char *name, size_t size), name, size)

static bool has_mode(int flags)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = has_mode(flags) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return shim_fails(CALL_open) ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = has_mode(flags) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return shim_fails(CALL_openat) ? -1 : REAL(openat)(folder, path, flags, mode);
}

/* Linux closes first, and then says that it failed: close(2). */
int close(int fd)
{
	int result = REAL(close)(fd);
	return shim_fails(CALL_close) ? -1 : result;
}

/* Third arguments of every type are passed as a long. */
int fcntl(int fd, int command, ...)
{
	va_list rest;
	va_start(rest, command);
	long argument = va_arg(rest, long);
	va_end(rest);
	return shim_fails(CALL_fcntl) ? -1 : REAL(fcntl)(fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list rest;
	va_start(rest, request);
	long argument = va_arg(rest, long);
	va_end(rest);
	return shim_fails(CALL_ioctl) ? -1 : REAL(ioctl)(fd, request, argument);
}

/* ---- waiting ---- */

WRAP(int, -1, poll, (struct pollfd * sockets, nfds_t count, int timeout), sockets, count, timeout)
WRAP(int, -1, epoll_create1, (int flags), flags)
WRAP(int, -1, epoll_wait, (int epoll, struct epoll_event *events, int count, int timeout), epoll,
     events, count, timeout)
WRAP(int, -1, epoll_pwait2,
     (int epoll, struct epoll_event *events, int count, const struct timespec *timeout,
      const sigset_t *mask),
     epoll, events, count, timeout, mask)
WRAP(int, -1, eventfd, (unsigned count, int flags), count, flags)
WRAP(int, -1, signalfd, (int fd, const sigset_t *mask, int flags), fd, mask, flags)

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
	if (shim_fails(CALL_epoll_ctl))
		return -1;
	int result = REAL(epoll_ctl)(epoll, operation, fd, event);
	if (result == 0)
		shim_registered(epoll, operation, fd, event);
	return result;
}

/* ---- processes, threads, names ---- */

WRAP(int, -1, execve, (const char *path, char *const words[], char *const environment[]), path,
     words, environment)
WRAP(pid_t, -1, waitpid, (pid_t pid, int *status, int flags), pid, status, flags)
WRAP(int, errno, pthread_create,
     (pthread_t * thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
     thread, attributes, start, argument)

/* The child returns through its caller's frame, so none may stand between: this is built such that
 * the last call is a jump. */
WRAP(pid_t, -1, vfork, (void), )

/* Its own numbers are negative; others are of the system. */
WRAP(int, errno < 0 ? errno : EAI_SYSTEM, getaddrinfo,
     (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list),
     host, service, hints, list)

long syscall(long number, ...)
{
	va_list rest;
	long words[6];
	va_start(rest, number);
	for (int i = 0; i < 6; i++)
		words[i] = va_arg(rest, long);
	va_end(rest);
	if (shim_fails(CALL_syscall))
		return -1;
	return REAL(syscall)(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}
