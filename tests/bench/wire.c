/*
 * wire: TCP between two hosts in network namespaces, through a relay of frames, all in one process: the
 * limit for the lab, with the system calls that it makes.
 *
 *   wire pingpong N    round trips of 64 bytes
 *   wire bulk BYTES    from one to the other
 *
 * Writes the nanoseconds. The hosts are made with ip(8), in a namespace of users, so that no root is
 * needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define PLACE 2048
#define BLOCK 65536
#define BLOCKS 128
#define PLACES (BLOCKS * (BLOCK / PLACE))
#define BATCH 64
#define HOSTS 2
#define GIVEN (256 * 1024) /* bytes that bulk sends and receives at once */

struct relay {
	int fd, index[HOSTS];
	unsigned char *ring;
	unsigned next;
};

/* ---- hosts ---- */

static void write_file(const char *path, const char *text)
{
	int fd = (int)check(path, open(path, O_WRONLY | O_CLOEXEC));
	write_all(fd, text, strlen(text));
	close(fd);
}

static void run(const char *format, int number, int other)
{
	char command[400];
	snprintf(command, sizeof command, format, number, other);
	if (system(command) != 0)
		die("%s: it has failed", command);
}

static void enter(int network)
{
	check("setns", setns(network, CLONE_NEWNET));
}

static int own_namespace(void)
{
	return (int)check("open", open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
}

static void become_root_of_its_own(void)
{
	char map[40];
	const unsigned user = getuid(), group = getgid();
	check("unshare", unshare(CLONE_NEWUSER | CLONE_NEWNET));
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof map, "0 %u 1", user);
	write_file("/proc/self/uid_map", map);
	snprintf(map, sizeof map, "0 %u 1", group);
	write_file("/proc/self/gid_map", map);
}

/* Else no checksum would be right. */
static void switch_offload_off(void)
{
	struct ethtool_value value = {.cmd = ETHTOOL_STXCSUM};
	struct ifreq request = {.ifr_name = "eth0", .ifr_data = (char *)&value};
	int fd = (int)check("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
	check("ioctl", ioctl(fd, SIOCETHTOOL, &request));
	close(fd);
}

static int make_host(int wire, int number)
{
	char path[60];
	check("unshare", unshare(CLONE_NEWNET));
	int host = own_namespace();
	write_file("/proc/sys/net/ipv4/tcp_rmem", "4096 131072 6291456");
	write_file("/proc/sys/net/ipv4/tcp_wmem", "4096 16384 4194304");
	write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	enter(wire);
	snprintf(path, sizeof path, "/proc/%d/fd/%d", getpid(), host);
	char command[200];
	snprintf(command, sizeof command,
		 "ip link add w%d type veth peer name eth0 address 02:00:00:00:00:0%d netns %s && "
		 "ip link set w%d arp off up",
		 number, number, path, number);
	if (system(command) != 0)
		die("%s: it has failed", command);
	enter(host);
	switch_offload_off();
	run("ip link set lo up && ip link set eth0 up && ip address add 10.0.0.%d/24 dev eth0",
	    number, 0);
	run("ip neigh add 10.0.0.%d lladdr 02:00:00:00:00:0%d dev eth0", 3 - number, 3 - number);
	enter(wire);
	return host;
}

static int socket_on(int host, int wire)
{
	enter(host);
	int fd = (int)check("socket",
			    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	enter(wire);
	return fd;
}

/* ---- the relay ---- */

static void set(int fd, int option, int value)
{
	check("setsockopt", setsockopt(fd, SOL_PACKET, option, &value, sizeof value));
}

static void open_relay(struct relay *relay)
{
	struct tpacket_req request = {BLOCK, BLOCKS, PLACE, PLACES};
	struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
	relay->fd =
		(int)check("socket", socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	set(relay->fd, PACKET_VERSION, TPACKET_V2);
	check("setsockopt",
	      setsockopt(relay->fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request));
	set(relay->fd, PACKET_IGNORE_OUTGOING, 1);
	set(relay->fd, PACKET_QDISC_BYPASS, 1);
	relay->ring = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED,
			   relay->fd, 0);
	if (relay->ring == MAP_FAILED)
		die_errno("mmap");
	check("bind", bind(relay->fd, (struct sockaddr *)&all, sizeof all));
	relay->index[0] = (int)if_nametoindex("w1");
	relay->index[1] = (int)if_nametoindex("w2");
}

static struct tpacket2_hdr *place(const struct relay *relay, unsigned i)
{
	return (struct tpacket2_hdr *)(void *)(relay->ring + (size_t)i * PLACE);
}

/* What has come goes to the other host, so many at once. */
static unsigned pass_on(struct relay *relay)
{
	struct mmsghdr messages[BATCH] = {0};
	struct iovec vectors[BATCH];
	struct sockaddr_ll ends[BATCH];
	unsigned count = 0;
	for (; count < BATCH; count++) {
		struct tpacket2_hdr *header = place(relay, (relay->next + count) % PLACES);
		if (!(__atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
			break;
		const struct sockaddr_ll *from =
			(const struct sockaddr_ll *)(const void *)((char *)header +
								   TPACKET_ALIGN(sizeof *header));
		const int to = relay->index[from->sll_ifindex == relay->index[0]];
		ends[count] = (struct sockaddr_ll){
			.sll_family = AF_PACKET, .sll_ifindex = to, .sll_halen = ETH_ALEN};
		vectors[count] =
			(struct iovec){(char *)header + header->tp_mac, header->tp_snaplen};
		messages[count].msg_hdr = (struct msghdr){.msg_name = &ends[count],
							  .msg_namelen = sizeof ends[count],
							  .msg_iov = &vectors[count],
							  .msg_iovlen = 1};
	}
	for (unsigned sent = 0; sent < count;) {
		const int result = sendmmsg(relay->fd, messages + sent, count - sent, MSG_DONTWAIT);
		sent += result > 0 ? (unsigned)result : 1;
	}
	for (unsigned i = 0; i < count; i++) {
		__atomic_store_n(&place(relay, relay->next)->tp_status, TP_STATUS_KERNEL,
				 __ATOMIC_RELEASE);
		relay->next = (relay->next + 1) % PLACES;
	}
	return count;
}

/* ---- what is measured ---- */

struct ends {
	struct relay relay;
	int client, server, epoll;
	int64_t rest, received; /* round trips; bytes to be sent, and those that have come */
};

static void watch(struct ends *ends, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};
	check("epoll_ctl", epoll_ctl(ends->epoll, EPOLL_CTL_ADD, fd, &event));
}

/* Until step has nothing more to do. */
static void loop(struct ends *ends, void (*step)(struct ends *ends, int fd, uint32_t events))
{
	struct epoll_event events[BATCH];
	while (ends->rest || ends->received) {
		while (pass_on(&ends->relay) == BATCH)
			continue;
		const int count =
			(int)check("epoll_wait", epoll_wait(ends->epoll, events, BATCH, -1));
		for (int i = 0; i < count; i++) {
			if (events[i].data.fd != ends->relay.fd)
				step(ends, events[i].data.fd, events[i].events);
			else
				while (pass_on(&ends->relay) == BATCH)
					continue;
		}
	}
}

/* Ends when the connection is there. */
static void await_connection(struct ends *ends, int fd, uint32_t events)
{
	if (fd == ends->client && events & EPOLLOUT)
		ends->rest = 0;
}

static void connect_them(struct ends *ends, int listener)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(80)};
	check("bind", bind(listener, (struct sockaddr *)&address, sizeof address));
	check("listen", listen(listener, 1));
	address.sin_addr.s_addr = inet_addr("10.0.0.2");
	if (connect(ends->client, (struct sockaddr *)&address, sizeof address) == 0 ||
	    errno != EINPROGRESS)
		die_errno("connect");
	watch(ends, ends->relay.fd, EPOLLIN);
	watch(ends, ends->client, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
	ends->rest = 1;
	loop(ends, await_connection);
	while (pass_on(&ends->relay))
		continue;
	ends->server =
		(int)check("accept4", accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
	watch(ends, ends->server, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

static void open_ends(struct ends *ends)
{
	become_root_of_its_own();
	int wire = own_namespace();
	int a = make_host(wire, 1), b = make_host(wire, 2);
	open_relay(&ends->relay);
	ends->epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	ends->client = socket_on(a, wire);
	connect_them(ends, socket_on(b, wire));
}

static void give(int fd)
{
	static const char message[MESSAGE_SIZE];
	if (check("send", send(fd, message, sizeof message, MSG_NOSIGNAL)) != MESSAGE_SIZE)
		die("send: not the whole message");
}

/* 0: it has not come. */
static int take(int fd)
{
	char message[MESSAGE_SIZE];
	const ssize_t got = recv(fd, message, sizeof message, 0);
	if (got < 0 && errno != EAGAIN)
		die_errno("recv");
	return got > 0;
}

/* A message that fills the room for it does not tell that there is no more: the other end is tried. */
static void answer(struct ends *ends, int fd, uint32_t events)
{
	if (!(events & EPOLLIN))
		return;
	take(fd);
	if (fd == ends->client && --ends->rest == 0)
		return;
	give(fd);
	if (take(fd == ends->client ? ends->server : ends->client))
		die("recv: more than was sent");
}

static void move(struct ends *ends, int fd, uint32_t events)
{
	static char block[GIVEN];
	ssize_t done = 1;
	if (fd == ends->client && events & EPOLLOUT)
		for (; ends->rest && done > 0; ends->rest -= done > 0 ? done : 0)
			done = send(fd, block, ends->rest < GIVEN ? (size_t)ends->rest : GIVEN,
				    MSG_NOSIGNAL);
	if (fd == ends->server && events & EPOLLIN)
		for (; ends->received && done > 0; ends->received -= done > 0 ? done : 0)
			done = recv(fd, block, GIVEN, 0);
	if (done < 0 && errno != EAGAIN)
		die_errno(fd == ends->client ? "send" : "recv");
}

int main(int count, char **words)
{
	if (count != 3)
		die("usage: wire pingpong N | bulk BYTES");
	limit_time(120);
	const int64_t wanted = number(words[2], 1, INT64_C(1) << 40);
	const int bulk = strcmp(words[1], "bulk") == 0;
	cpu_set_t here;
	CPU_ZERO(&here);
	CPU_SET((unsigned)sched_getcpu(), &here);
	check("sched_setaffinity", sched_setaffinity(0, sizeof here, &here));
	struct ends ends = {0};
	open_ends(&ends);
	ends.rest = wanted;
	ends.received = bulk ? wanted : 0;
	const int64_t start = nanoseconds();
	if (bulk)
		move(&ends, ends.client, EPOLLOUT);
	else
		give(ends.client);
	loop(&ends, bulk ? move : answer);
	printf("%lld\n", (long long)(nanoseconds() - start));
	return 0;
}
