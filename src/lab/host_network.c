/*
 * host_network: what a host's kernel is told at first: its settings, interfaces, addresses and
 * neighbours.
 *
 * Two hosts that nobody uses are silent: no router is looked for, no address is probed, no neighbour
 * asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/netlink.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "lab/table.h"

/* ---- settings: before there is an interface, which takes them from default ---- */

struct setting {
	const char *path; /* below /proc/sys/net/ */
	const char *value;
	bool late; /* came with a kernel later than 5.10, or may be missing: that is no error */
};

static const struct setting settings[] = {
	/* Silence. */
	{"ipv6/conf/default/accept_ra", "0", true},
	{"ipv6/conf/default/autoconf", "0", true},
	{"ipv6/conf/default/router_solicitations", "0", true},
	{"ipv6/conf/default/dad_transmits", "0", true},
	{"ipv6/conf/default/accept_dad", "0", true},
	/* What else comes from the machine's own settings, as its distribution has them. */
	{"ipv4/conf/all/rp_filter", "0", false},
	{"ipv4/conf/default/rp_filter", "0", false},
	{"ipv4/conf/all/accept_redirects", "0", false},
	{"ipv4/conf/default/accept_redirects", "0", false},
	{"ipv4/conf/all/send_redirects", "0", false},
	{"ipv4/conf/default/send_redirects", "0", false},
	{"ipv4/conf/all/log_martians", "0", false},
	{"ipv4/conf/default/log_martians", "0", false},
	{"ipv4/tcp_rmem", "4096 131072 6291456", false},
	{"ipv4/tcp_wmem", "4096 16384 4194304", false},
	/* One connection's slow start is not to teach the next. */
	{"ipv4/tcp_no_metrics_save", "1", false},
	/* A SYN is sent again after 1, 3, 7 seconds, as the textbooks have it: Linux 6.5 and later take
	 * 1, 2, 3, 4 first. */
	{"ipv4/tcp_syn_linear_timeouts", "0", true},
	{"ipv4/ip_unprivileged_port_start", "0", false},
};

static int write_setting(struct lab_host *host, const char *name, const char *value)
{
	char path[KEEPER_PATH];
	snprintf(path, sizeof(path), "/proc/sys/net/%s", name);
	const int file = host_open(&host->host, path, true);
	if (file < 0)
		return errno;
	const ssize_t size = (ssize_t)strlen(value);
	const int number = TEMP_FAILURE_RETRY(write(file, value, (size_t)size)) == size ? 0 : errno;
	close(file);
	return number;
}

static int forward(struct lab_host *host)
{
	static const char *const names[] = {"ipv4/conf/all/forwarding",
					    "ipv4/conf/default/forwarding",
					    "ipv6/conf/all/forwarding"};
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const int number = write_setting(host, names[i], host->router ? "1" : "0");
		if (number && number != ENOENT) /* there is no IPv6 */
			return number;
	}
	return 0;
}

/* Whoever has the user's group may ping without rights. */
static int allow_ping(struct lab_host *host)
{
	char range[32];
	const unsigned group = getegid();
	snprintf(range, sizeof(range), "%u %u", group, group);
	return write_setting(host, "ipv4/ping_group_range", range);
}

static bool set_settings(struct lab_host *host, struct lab_failure *failure)
{
	int number = 0;
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings) && !number; i++) {
		number = write_setting(host, settings[i].path, settings[i].value);
		if (number == ENOENT && settings[i].late)
			number = 0;
	}
	if (!number)
		number = forward(host);
	if (!number)
		number = allow_ping(host);
	return step_done(failure, LAB_SETTINGS, number);
}

/* ---- interfaces ---- */

/* Else frames come without checksums, for nothing between the hosts would need them. */
static int switch_offload_off(struct lab_host *host, const struct station *station)
{
	struct ethtool_value value = {.cmd = ETHTOOL_STXCSUM, .data = 0};
	struct ifreq request = {.ifr_data = (char *)&value};
	memcpy(request.ifr_name, station->end.name, sizeof(request.ifr_name));
	const int fd = host_socket(&host->host, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	const int number = ioctl(fd, SIOCETHTOOL, &request) < 0 ? errno : 0;
	close(fd);
	return number;
}

static bool join(struct lab_host *host, const struct station *station, struct lab_failure *failure)
{
	struct link_end wire_end = {.index = station->index};
	snprintf(wire_end.name, sizeof(wire_end.name), "w%u", station->index);
	memcpy(wire_end.hardware, station->end.hardware, HARDWARE);
	wire_end.hardware[1] = 0x01; /* nobody sends to it */
	int number = network_join(&host->lab->netlink, &wire_end, &station->end, host->network);
	if (!number && station->wire->mtu != WIRE_MTU)
		number = network_mtu(&host->netlink, station->end.index, station->wire->mtu);
	if (!number)
		number = network_set(&host->lab->netlink, station->index, true, IFF_NOARP);
	if (!step_done(failure, LAB_VETH, number))
		return false;
	if (!step_done(failure, LAB_OFFLOAD, switch_offload_off(host, station)))
		return false;
	return step_done(failure, LAB_VETH,
			 network_set(&host->netlink, station->end.index, true, 0));
}

/* ---- addresses ---- */

/* Multicast and broadcast leave by the first interface, unless the socket says otherwise. */
static int route_groups(const struct lab_host *host, const struct station *station)
{
	const struct route routes[] = {
		{.network = {AF_INET, {.in = {htonl(INADDR_UNSPEC_GROUP)}}},
		 .prefix = 4,
		 .index = station->end.index},
		{.network = {AF_INET, {.in = {htonl(INADDR_BROADCAST)}}},
		 .prefix = 32,
		 .index = station->end.index},
	};
	int number = network_route(&host->netlink, &routes[0]);
	return number ? number : network_route(&host->netlink, &routes[1]);
}

static bool set_addresses(const struct lab_host *host, const struct station *station,
			  struct lab_failure *failure)
{
	int number = 0;
	for (unsigned i = 0; i < 2 && !number; i++) {
		const struct ip_prefix *address = &station->addresses[i];
		if (address->ip.family)
			number = network_address(&host->netlink, station->end.index, &address->ip,
						 address->bits);
		if (number == EOPNOTSUPP && address->ip.family == AF_INET6)
			number = 0; /* the kernel has no IPv6 */
	}
	if (!number && station == host->stations[0])
		number = route_groups(host, station);
	return step_done(failure, LAB_ADDRESS, number);
}

/* Until an address of IPv6 is ready packets to it are lost, and bind(2) fails. It takes the kernel less
 * than a millisecond, but for a machine that is busy; what is late after all is used all the same. */
static void await_addresses(const struct lab_host *host, const struct station *station)
{
	static const struct timespec pause = {.tv_nsec = NANOSECONDS / 10000};
	const int64_t end = clock_now() + NANOSECONDS / 2;
	for (unsigned i = 0; i < 2; i++) {
		const struct ip *ip = &station->addresses[i].ip;
		while (ip->family == AF_INET6 &&
		       !network_address_is_ready(&host->netlink, station->end.index, ip) &&
		       clock_now() < end)
			nanosleep(&pause, NULL);
	}
}

/* ---- neighbours ---- */

static int know(const struct station *who, const struct station *whom)
{
	int number = 0;
	if (who->host->arp || whom->host->arp)
		return 0;
	for (unsigned i = 0; i < 2 && !number; i++)
		if (whom->addresses[i].ip.family && who->addresses[i].ip.family)
			number = network_neighbour(&who->host->netlink, who->end.index,
						   &whom->addresses[i].ip, whom->end.hardware);
	return number == EOPNOTSUPP || number == EINVAL ? 0 : number; /* no IPv6 there */
}

static bool introduce(const struct station *station, struct lab_failure *failure)
{
	int number = 0;
	for (unsigned i = 1; i <= WIRE_HOSTS && !number; i++) {
		const struct station *other = station->wire->stations[i];
		if (!other || other == station)
			continue;
		number = know(station, other);
		if (!number)
			number = know(other, station);
	}
	return step_done(failure, LAB_ADDRESS, number);
}

bool host_set_up(struct lab_host *host, struct lab_failure *failure)
{
	if (!set_settings(host, failure) ||
	    !step_done(failure, LAB_LOOPBACK, network_set(&host->netlink, 1, true, 0)))
		return false;
	for (unsigned i = 0; i < host->station_count; i++) {
		const struct station *station = host->stations[i];
		if (!join(host, station, failure) || !set_addresses(host, station, failure) ||
		    !introduce(station, failure))
			return false;
	}
	for (unsigned i = 0; i < host->station_count; i++)
		await_addresses(host, host->stations[i]);
	return step_done(failure, LAB_ADDRESS, routes_renew(host));
}
