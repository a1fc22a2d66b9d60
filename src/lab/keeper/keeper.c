/*
 * keeper: the process that makes namespaces, and sockets in them, for a shell that may do neither in
 * its own. It is the program executed anew, so that nothing of the session comes along, keeps no more
 * rights than its work needs, knows nothing of hosts, and ends with its shell. Whatever a request
 * works on comes with it; another keeper can go on in its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "lab/keeper/keeper.h"

static int take_number(int result)
{
	return result < 0 ? errno : 0;
}

static bool given(int descriptor)
{
	return fcntl(descriptor, F_GETFD) >= 0;
}

/* ---- what there must be first ---- */

static int write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	const ssize_t size = (ssize_t)strlen(text);
	int number = write(file, text, (size_t)size) == size ? 0 : errno;
	close(file);
	return number;
}

/* The user's own number stands for itself: programs are who they are outside. */
static int map_id(const char *path, unsigned id)
{
	char text[40];
	snprintf(text, sizeof(text), "%u %u 1", id, id);
	return write_file(path, text);
}

static int make_users(enum lab_step *step)
{
	const unsigned user = geteuid(), group = getegid();
	int number = take_number(unshare(CLONE_NEWUSER));
	if (!number) {
		*step = LAB_SETGROUPS;
		number = write_file("/proc/self/setgroups", "deny");
	}
	if (!number) {
		*step = LAB_UID_MAP;
		number = map_id("/proc/self/uid_map", user);
	}
	if (!number) {
		*step = LAB_GID_MAP;
		number = map_id("/proc/self/gid_map", group);
	}
	return number;
}

static int enter_users(void)
{
	int number = take_number(setns(KEEPER_USER, CLONE_NEWUSER));
	close(KEEPER_USER);
	return number;
}

/* Its first process ends all others of theirs with itself. */
static int make_processes(enum lab_step *step)
{
	*step = LAB_PROCESSES;
	int number = take_number(unshare(CLONE_NEWPID));
	if (number)
		return number;
	*step = LAB_GUARDIAN;
	pid_t guardian = fork();
	if (guardian == 0) {
		close(KEEPER_SOCKET);
		guardian_main(KEEPER_GUARDED);
	}
	return take_number(guardian);
}

/*
 * The wires' own: nothing in it has an address. Of its tables for connections those that are made from
 * here have their size; the machine's 262,144 rows would be walked at each look at a host's sockets.
 */
static int make_network(void)
{
	int number = take_number(unshare(CLONE_NEWNET));
	if (number)
		return number;
	write_file("/proc/sys/net/ipv4/tcp_child_ehash_entries", "1024"); /* since Linux 6.1 */
	write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");  /* there may be no IPv6 */
	write_file("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
	return 0;
}

static int open_namespaces(int namespaces[KEEPER_NAMESPACES], bool guarded, unsigned *count)
{
	static const char *const paths[] = {"/proc/thread-self/ns/net", "/proc/self/ns/user",
					    "/proc/self/ns/pid_for_children"};
	const unsigned wanted = guarded ? KEEPER_NAMESPACES : KEEPER_PROCESSES;
	for (*count = 0; *count < wanted; ++*count) {
		namespaces[*count] = open(paths[*count], O_RDONLY | O_CLOEXEC);
		if (namespaces[*count] < 0)
			return errno;
	}
	return 0;
}

/* Up to the step that fails. */
static int set_up(struct keeper_answer *answer, int namespaces[KEEPER_NAMESPACES], unsigned *count)
{
	enum lab_step step = LAB_USER;
	const bool guarded = given(KEEPER_GUARDED);
	int number = given(KEEPER_USER) ? enter_users() : make_users(&step);
	if (!number && guarded)
		number = make_processes(&step);
	close(KEEPER_GUARDED);
	if (!number) {
		step = LAB_NETWORK;
		number = make_network();
	}
	if (!number) {
		step = LAB_NAMESPACES;
		number = open_namespaces(namespaces, guarded, count);
	}
	if (!number) {
		step = LAB_RIGHTS;
		number = take_number(keeper_confine());
	}
	*answer = (struct keeper_answer){number, number ? step : LAB_LIBRARY};
	return number;
}

/* ---- its work ---- */

static int make(const struct keeper_request *request, int made[2], unsigned *count)
{
	int number = 0;
	*count = 1;
	switch (request->task) {
	case KEEPER_NAMESPACE:
		number = take_number(unshare(CLONE_NEWNET));
		if (!number)
			made[0] = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
		break;
	case KEEPER_MAKE:
		made[0] = socket(request->family, request->type, request->protocol);
		break;
	case KEEPER_PAIR:
		*count = 2;
		number = take_number(
			socketpair(request->family, request->type, request->protocol, made));
		break;
	default:
		made[0] = open(request->path,
			       (request->writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW);
	}
	return !number && *count == 1 ? take_number(made[0]) : number;
}

/* Where: the namespace; what the request is not about is done in home, where it ends. */
static int work(const struct keeper_request *request, int home, const int *where, int made[2],
		unsigned *count)
{
	int number = 0;
	if (request->task != KEEPER_NAMESPACE)
		number = take_number(setns(*where, CLONE_NEWNET));
	if (!number)
		number = make(request, made, count);
	if (setns(home, CLONE_NEWNET) < 0)
		_exit(1); /* nothing more can be done in the right place */
	return number;
}

static bool answer_one(int home)
{
	struct keeper_request request;
	int where[PARCEL_DESCRIPTORS], made[2];
	unsigned came, count = 0;
	const ssize_t size = parcel_receive(KEEPER_SOCKET, &request, sizeof(request), where, &came);
	if (size <= 0)
		return false;
	struct keeper_answer answer = {EINVAL, LAB_LIBRARY};
	if (keeper_request_fits(&request, size, came))
		answer.number = work(&request, home, where, made, &count);
	if (answer.number)
		count = 0;
	const ssize_t sent = parcel_send(KEEPER_SOCKET, &answer, sizeof(answer), made, count);
	descriptors_close(made, count);
	descriptors_close(where, came);
	return sent == sizeof(answer);
}

_Noreturn void keeper_main(void)
{
	struct keeper_answer answer;
	int namespaces[KEEPER_NAMESPACES];
	unsigned count = 0;
	setpgid(0, 0); /* the session stays the shell's, Ctrl-C is not meant for it */
	int number = set_up(&answer, namespaces, &count);
	parcel_send(KEEPER_SOCKET, &answer, sizeof(answer), namespaces, number ? 0 : count);
	if (number)
		_exit(1);
	descriptors_close(namespaces + 1, count - 1);
	while (answer_one(namespaces[KEEPER_WIRE]))
		;
	_exit(0);
}
