/*
 * socket_refusal: why socket(2) does not make a socket, from what this machine tells: the rights of
 * the process, settings of the system, and which modules there are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "handsh/net.h"

/* ---- facts ---- */

/* The first line of a file, without its end; false: it cannot be read. */
static bool read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool good = file && fgets(line, (int)size, file);
	if (file)
		fclose(file);
	if (good)
		line[strcspn(line, "\n")] = '\0';
	return good;
}

/* What proc_pid_status(5) has after "Name:"; NULL: nothing. */
static const char *status_of(const char *name, char *line, size_t size)
{
	FILE *file = fopen("/proc/self/status", "re");
	const char *found = NULL;
	while (file && !found && fgets(line, (int)size, file))
		if (strncmp(line, name, strlen(name)) == 0)
			found = line + strlen(name);
	if (file)
		fclose(file);
	return found;
}

static bool has_capability(unsigned capability)
{
	char line[256];
	const char *bits = status_of("CapEff:", line, sizeof(line));
	return bits && strtoull(bits, NULL, 16) >> capability & 1;
}

static bool is_filtered(void)
{
	char line[256];
	const char *mode = status_of("Seccomp:", line, sizeof(line));
	return mode && atoi(mode) != 0;
}

/* Does the network belong to another user namespace than that of the process? namespaces(7) */
static bool network_is_foreign(void)
{
	struct stat owner = {0}, own = {0};
	int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int users = network < 0 ? -1 : ioctl(network, NS_GET_USERNS);
	/* What owns it cannot be seen from further inside. */
	bool foreign = network >= 0 && users < 0 && errno == EPERM;
	if (users >= 0)
		foreign = fstat(users, &owner) == 0 && stat("/proc/self/ns/user", &own) == 0 &&
			  owner.st_ino != own.st_ino;
	if (users >= 0)
		close(users);
	if (network >= 0)
		close(network);
	return foreign;
}

/* ---- rights ---- */

static void say_raw(struct buffer *text)
{
	if (!has_capability(CAP_NET_RAW))
		buffer_text(text, "raw and packet sockets need CAP_NET_RAW, which handsh does not "
				  "have here: run it as root");
	else if (network_is_foreign())
		buffer_text(text,
			    "handsh has CAP_NET_RAW, but not over this network, which belongs "
			    "to another user namespace: unshare -n makes one of its own");
	else if (is_filtered())
		buffer_text(text,
			    "handsh has CAP_NET_RAW, but a filter of system calls (seccomp) is "
			    "laid on it, as containers have it");
}

/* icmp(7) */
static void say_ping(struct buffer *text)
{
	char range[64] = "";
	read_line("/proc/sys/net/ipv4/ping_group_range", range, sizeof(range));
	for (char *blank = range; *blank; blank++)
		if (*blank == '\t')
			*blank = ' ';
	buffer_format(text,
		      "net.ipv4.ping_group_range is '%s', which holds none of your groups: "
		      "sysctl -w net.ipv4.ping_group_range='0 2147483647', as root, lets every "
		      "group in",
		      range);
}

/* ---- what the kernel has ---- */

/* Does an alias of modules.alias mean the socket? net-pf-2-proto-132-type-1 */
static bool is_alias(const char *alias, const struct socket_form *form)
{
	int family, protocol, type, length = 0;
	char word[64] = "";
	const size_t size = strcspn(alias, " ");
	if (size >= sizeof(word))
		return false;
	memcpy(word, alias, size);
	if (sscanf(word, "net-pf-%d%n", &family, &length) != 1 || family != form->family)
		return false;
	if (!word[length])
		return true;
	if (sscanf(word + length, "-proto-%d%n", &protocol, &family) != 1 ||
	    protocol != form->protocol)
		return false;
	length += family;
	return !word[length] ||
	       (sscanf(word + length, "-type-%d", &type) == 1 && type == form->type);
}

/* The module that has it, by /lib/modules/RELEASE/modules.alias: modprobe(8). */
static bool find_module(const char *release, const struct socket_form *form, char module[64],
			bool *known)
{
	char path[512], line[512];
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.alias", release);
	FILE *file = fopen(path, "re");
	*known = file != NULL;
	bool found = false;
	while (file && !found && fgets(line, sizeof(line), file)) {
		const char *blank = strrchr(line, ' ');
		found = strncmp(line, "alias ", 6) == 0 && blank && is_alias(line + 6, form);
		if (found)
			snprintf(module, 64, "%.*s", (int)strcspn(blank + 1, "\n"), blank + 1);
	}
	if (file)
		fclose(file);
	return found;
}

/* A protocol of IPv6 may lack because IPv6 does. */
static bool ipv6_is_off(void)
{
	char line[16];
	return read_line("/sys/module/ipv6/parameters/disable", line, sizeof(line)) &&
	       atoi(line) == 1;
}

static void say_module(const struct socket_form *form, const char *what, struct buffer *text)
{
	struct utsname machine = {0};
	char module[64];
	bool known;
	uname(&machine);
	if (form->family == AF_INET6 && ipv6_is_off())
		buffer_text(text,
			    "IPv6 was switched off when this machine started: ipv6.disable=1");
	else if (find_module(machine.release, form, module, &known))
		buffer_format(text,
			      "Linux %s has %s in the module %s, which is not loaded: "
			      "modprobe %s, as root",
			      machine.release, what, module, module);
	else if (known)
		buffer_format(text, "Linux %s has no %s, and no module for it", machine.release,
			      what);
	else
		buffer_format(text,
			      "Linux %s has no %s, and there are no modules to load: no "
			      "/lib/modules/%s",
			      machine.release, what, machine.release);
}

static void say_mptcp(int number, const struct socket_form *form, struct buffer *text)
{
	char line[16] = "";
	bool there = read_line("/proc/sys/net/mptcp/enabled", line, sizeof(line));
	if (there && atoi(line) == 0)
		buffer_text(text, "net.mptcp.enabled is 0: sysctl -w net.mptcp.enabled=1, as root, "
				  "switches it on");
	else if (!there && number == EPROTONOSUPPORT)
		say_module(form, "MPTCP (CONFIG_MPTCP)", text);
}

void socket_refusal(const struct socket_form *form, int number, struct buffer *text)
{
	const char *family = name_of(&names_families, form->family);
	const char *protocol = name_of(socket_protocols(form->family), form->protocol);
	const bool internet = form->family == AF_INET || form->family == AF_INET6;
	if ((number == EPERM || number == EACCES) &&
	    (form->type == SOCK_RAW || form->family == AF_PACKET))
		say_raw(text);
	else if (number == EACCES && internet && form->type == SOCK_DGRAM)
		say_ping(text);
	else if (form->protocol == IPPROTO_MPTCP && internet)
		say_mptcp(number, form, text);
	else if (number == EAFNOSUPPORT && family)
		say_module(form, family, text);
	else if (number == EPROTONOSUPPORT && internet && form->protocol && protocol)
		say_module(form, protocol, text);
}
