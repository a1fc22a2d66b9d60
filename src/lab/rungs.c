/*
 * rungs: what a lab needs, in words, and what allows it where it fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "handsh/lab.h"

static const char *const texts[] = {
	[LAB_START] = "the keeper's process: fork(2), execve(2)",
	[LAB_USER] = "a namespace of users: unshare(CLONE_NEWUSER)",
	[LAB_SETGROUPS] = "rights in it: /proc/self/setgroups",
	[LAB_UID_MAP] = "this user in it: /proc/self/uid_map",
	[LAB_GID_MAP] = "this group in it: /proc/self/gid_map",
	[LAB_PROCESSES] = "a namespace of processes: unshare(CLONE_NEWPID)",
	[LAB_GUARDIAN] = "its first process: fork(2)",
	[LAB_NETWORK] = "a namespace of networks for the wires: unshare(CLONE_NEWNET)",
	[LAB_NAMESPACES] = "descriptors of the namespaces: /proc/self/ns",
	[LAB_RIGHTS] = "the keeper without further rights: capset(2), seccomp(2)",
	[LAB_LIBRARY] = "the library for netlink: libmnl",
	[LAB_NETLINK] = "requests to the network: socket(AF_NETLINK)",
	[LAB_PACKET] = "the wires' socket: socket(AF_PACKET)",
	[LAB_RING] = "its frames: setsockopt(PACKET_RX_RING)",
	[LAB_HOST] = "a namespace of networks for a host: unshare(CLONE_NEWNET)",
	[LAB_SETTINGS] = "the host's settings: /proc/sys/net",
	[LAB_LOOPBACK] = "the host's lo: RTM_NEWLINK",
	[LAB_VETH] = "a pair of interfaces: RTM_NEWLINK, veth(4)",
	[LAB_OFFLOAD] = "checksums in the host's frames: ETHTOOL_STXCSUM",
	[LAB_ADDRESS] = "the host's addresses: RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH",
	[LAB_ENTER] = "a program's way into the host: setns(2)",
	[LAB_BIRTH] = "a program's process: clone(2)",
	[LAB_FILES] =
		"a program's own /etc/hosts and /etc/resolv.conf: unshare(CLONE_NEWNS), mount(2)",
	[LAB_PROGRAM_RIGHTS] = "a program's rights over the network: prctl(PR_CAP_AMBIENT)",
	[LAB_TERMINAL] = "a program's place at the terminal: setpgid(2), tcsetpgrp(3)",
	[LAB_SHELL] = "a program's shell: execve(2), /bin/sh",
};

const char *lab_step_text(enum lab_step step)
{
	return texts[step];
}

/* The number in a file of one; below 0: there is no such file, or none in it. */
static long number_in(const char *path)
{
	char text[32];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t size = file < 0 ? -1 : read(file, text, sizeof(text) - 1);
	if (file >= 0)
		close(file);
	if (size <= 0)
		return -1;
	text[size] = '\0';
	return strtol(text, NULL, 10);
}

static void say_limit(const char *name, struct buffer *text)
{
	buffer_format(text, "this machine allows none: !sudo sysctl user.%s=10000 allows them",
		      name);
}

static void remedy_of_users(int number, struct buffer *text)
{
	if (number == ENOSPC && number_in("/proc/sys/user/max_user_namespaces") == 0)
		say_limit("max_user_namespaces", text);
	else if (number == ENOSPC)
		buffer_text(text, "as many as this machine allows are in use, or nest too deep: "
				  "!sysctl user.max_user_namespaces tells how many");
	else if (number == EPERM && number_in("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		buffer_text(text, "this machine allows them only to root: "
				  "!sudo sysctl kernel.unprivileged_userns_clone=1 allows them");
	else if (number == EPERM || number == ENOSYS)
		buffer_text(
			text,
			"what this program runs in (a container, a chroot) refuses it: of docker "
			"--security-opt seccomp=unconfined allows it");
}

/* Ubuntu: unshare(2) works, and all that is done after it is refused. */
static void remedy_of_rights(int number, struct buffer *text)
{
	if (number_in("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
		buffer_text(
			text,
			"AppArmor takes all rights from namespaces of programs that have no profile: "
			"/usr/bin/handsh of the package has /etc/apparmor.d/handsh, for others !sudo "
			"sysctl kernel.apparmor_restrict_unprivileged_userns=0 leaves them");
	else if (number == EROFS)
		buffer_text(text,
			    "/proc/sys is for reading only here, as in a container: of docker "
			    "--security-opt systempaths=unconfined allows it");
	else if (number == EPERM || number == EACCES)
		buffer_text(text,
			    "what this program runs in (a container, a security module) takes the "
			    "rights from its namespaces");
}

void lab_remedy(const struct lab_failure *failure, struct buffer *text)
{
	const int number = failure->number;
	switch (failure->step) {
	case LAB_USER:
		remedy_of_users(number, text);
		break;
	case LAB_PROCESSES:
		if (number == ENOSPC && number_in("/proc/sys/user/max_pid_namespaces") == 0)
			say_limit("max_pid_namespaces", text);
		else
			remedy_of_rights(number, text);
		break;
	case LAB_NETWORK:
	case LAB_HOST:
		if (number == ENOSPC && number_in("/proc/sys/user/max_net_namespaces") == 0)
			say_limit("max_net_namespaces", text);
		else if (number == ENOSPC)
			buffer_text(text, "as many as this machine allows are in use: "
					  "!sysctl user.max_net_namespaces tells how many");
		else
			remedy_of_rights(number, text);
		break;
	case LAB_FILES:
		if (number == ENOSPC && number_in("/proc/sys/user/max_mnt_namespaces") == 0)
			say_limit("max_mnt_namespaces", text);
		else if (number == ENOENT)
			buffer_text(text, "this machine has no such file to put another over: "
					  "!sudo touch /etc/hosts /etc/resolv.conf makes them");
		else
			remedy_of_rights(number, text);
		break;
	case LAB_TERMINAL:
	case LAB_SHELL:
		break;
	case LAB_START:
	case LAB_GUARDIAN:
	case LAB_BIRTH:
		if (number == EAGAIN)
			buffer_text(text,
				    "this user has as many processes as are allowed: ulimit -u");
		break;
	case LAB_LIBRARY:
		buffer_text(text, "!sudo apt install libmnl0 installs it");
		break;
	case LAB_VETH:
		if (number == EOPNOTSUPP)
			buffer_text(text, "this kernel has no veth: !sudo modprobe veth loads it");
		else
			remedy_of_rights(number, text);
		break;
	default:
		remedy_of_rights(number, text);
	}
}

struct error *lab_error(const struct lab_failure *failure, const char *call)
{
	struct buffer remedy = {0};
	struct error *error =
		error_errno(failure->number, call, "%s", lab_step_text(failure->step));
	lab_remedy(failure, &remedy);
	if (remedy.length)
		error_hint(error, "%s", buffer_cstring(&remedy));
	buffer_free(&remedy);
	return error;
}
