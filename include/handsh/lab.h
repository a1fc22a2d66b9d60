/*
 * lab: hosts in network namespaces of their own, without root, and the wires between them, which are
 * this program: every frame that goes from one to another passes through it.
 *
 *	shell ---- keeper: makes namespaces, and sockets in them
 *	  |          guardian: the first process of the hosts' programs, ends them with the shell
 *	  |
 *	  +-- one packet socket, in the wires' namespace, where each host's interface has its other end
 *
 * Nothing of it is started before the first host is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_H
#define HANDSH_LAB_H

#include <netinet/in.h>

#include "handsh/host.h"
#include "handsh/library.h"
#include "handsh/net.h"

/* ---- the process that makes namespaces ---- */

/* The program, started with this word alone, is the keeper: see src/lab/keeper. */
#define KEEPER_WORD "--keeper"
_Noreturn void keeper_main(void);

/* The path by which this program is executed anew, to be freed; NULL with errno. */
char *lab_program(void);

/* ---- what a lab needs of the system ---- */

/* In the order in which it is done. */
enum lab_step {
	LAB_START,      /* fork(2), execve(2) */
	LAB_USER,       /* unshare(CLONE_NEWUSER), or setns(2) */
	LAB_SETGROUPS,  /* deny to /proc/self/setgroups */
	LAB_UID_MAP,    /* /proc/self/uid_map */
	LAB_GID_MAP,    /* /proc/self/gid_map */
	LAB_PROCESSES,  /* unshare(CLONE_NEWPID) */
	LAB_GUARDIAN,   /* fork(2): the init of those processes */
	LAB_NETWORK,    /* unshare(CLONE_NEWNET) */
	LAB_NAMESPACES, /* descriptors of the namespaces: namespaces(7) */
	LAB_RIGHTS,     /* capset(2), seccomp(2) */
	LAB_LIBRARY,    /* libmnl */
	LAB_NETLINK,    /* socket(AF_NETLINK) */
	LAB_PACKET,     /* socket(AF_PACKET), in the wires' namespace */
	LAB_RING,       /* its ring: packet(7) */
	LAB_HOST,       /* a network namespace for the host */
	LAB_SETTINGS,   /* its files in /proc/sys/net */
	LAB_LOOPBACK,   /* its lo, up */
	LAB_VETH,       /* a pair of interfaces */
	LAB_OFFLOAD,    /* ETHTOOL_STXCSUM of its end */
	LAB_ADDRESS,    /* its addresses and routes */
	/* A program on it: host_entry.h. */
	LAB_ENTER,          /* setns(2) */
	LAB_BIRTH,          /* clone(2) */
	LAB_FILES,          /* unshare(CLONE_NEWNS), mount(2) */
	LAB_PROGRAM_RIGHTS, /* capset(2), prctl(PR_CAP_AMBIENT) */
	LAB_TERMINAL,       /* setpgid(2), tcsetpgrp(3) */
	LAB_SHELL,          /* execve(2) */
	LAB_STEPS,          /* nothing is missing */
};

/* Where it has stopped, and why. */
struct lab_failure {
	enum lab_step step;
	int number; /* errno */
};

/* "a user namespace: unshare(CLONE_NEWUSER)"; lives for ever. */
const char *lab_step_text(enum lab_step step);
/* What is known of the cause, and the one command that allows it; nothing appended where nothing is. */
void lab_remedy(const struct lab_failure *failure, struct buffer *text);

/* The call's error, with the remedy as its hint. */
struct error *lab_error(const struct lab_failure *failure, const char *call);

struct lab;

/* Does all of it, on a host of its own that is taken away again. False: *failure says how far it came. */
bool lab_check(struct machine *machine, struct socket_table *sockets, struct lab_failure *failure);

/* ---- hosts ---- */

#define LAB_WIRE "wire" /* that of hosts of which nothing else is said */
#define LAB_WIRES 256   /* so many there can be: 10.0.0.0/24 to 10.0.255.0/24 */
#define WIRE_HOSTS 254  /* on each */
#define HOST_WIRES 16   /* of each host */
#define MTU_LEAST 68    /* RFC 791: the largest header, and eight bytes */
#define WIRE_MTU 1500   /* bytes of a packet of IP, on a wire of which nothing else is said */

/* An IP address, of either family. */
struct ip {
	int family; /* AF_INET, AF_INET6; 0: none */
	union {
		struct in_addr in;
		struct in6_addr in6;
		unsigned char bytes[16];
	};
};

/* With the length of its network's prefix in bits. */
struct ip_prefix {
	struct ip ip;
	unsigned bits;
};

/* What a host is to be like. All is borrowed. */
struct host_plan {
	const char *name;
	const char *const *wires; /* by name, made when new; in the order of its interfaces */
	unsigned wire_count;
	const struct ip_prefix *addresses; /* for its interfaces, each family in their order */
	unsigned address_count;
	unsigned
		mtu; /* of its wires, which are made so or are so; 0: WIRE_MTU, or what they have */
	bool router; /* forwards between its wires */
	bool arp;    /* asks for neighbours, instead of knowing them */
	const char
		*dns; /* by the name of lab_resolve: where its name server is; NULL: it has none */
};

/* The sockets are asked about, and closed with their host. */
struct lab *lab_new(struct machine *machine, struct socket_table *sockets);
void lab_free(struct lab *lab); /* closes all; NULL is none */

/* Borrowed: the lab holds it until it is closed. NULL: *error of the call host. */
struct host *lab_make(struct lab *lab, const struct host_plan *plan, struct error **error);
/* With its sockets; whoever holds it has a closed one then. */
void lab_close(struct lab *lab, struct host *host);
/* By name; NULL: there is none. lab may be NULL. */
struct host *lab_find(const struct lab *lab, const char *name);
/* In the order of making; NULL begins, and ends. lab may be NULL. */
struct host *lab_next(const struct lab *lab, const struct host *host);
/* The address that the name is on a wire, b or b6, for a family or AF_UNSPEC; false: it is none. */
bool lab_resolve(const struct lab *lab, const char *name, int family, struct ip *ip);
/* The way back: appends the name. False: the address is no name's. */
bool lab_name(const struct lab *lab, const struct ip *ip, struct buffer *name);

/* An interface of a host. */
struct host_link {
	const char *name; /* eth0 */
	const char *wire;
	struct ip_prefix addresses[2]; /* IPv4, IPv6 */
	unsigned char hardware[6];
};
/* Its i-th; false: it has not so many. The texts are borrowed. */
bool host_link(const struct host *host, unsigned i, struct host_link *link);
bool host_is_router(const struct host *host);
/* The name of the host on which it asks for names that are no host's; NULL: nowhere. */
const char *host_dns(const struct host *host);
/* {interface wire addresses link}, and in a line: "  10.0.0.1  fd00::1  on wire". */
struct value host_link_value(const struct host_link *link);
void host_link_format(const struct host_link *link, struct buffer *text);
void ip_format(const struct ip *ip, struct buffer *text);
void ip_prefix_format(const struct ip_prefix *address, struct buffer *text); /* 10.0.0.1/24 */

/* This machine, as the value that here is; a new reference. */
struct host *host_here(void);

/* TYPE_HOST; fields name addresses wires router dns */
extern const struct behaviour host_behaviour;

#endif
