/*
 * option: what the tables of socket options are made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_OPTION_OPTION_H
#define HANDSH_NET_OPTION_OPTION_H

#include "handsh/socket_option.h"
#include "net/link.h"

/* What is asked for, and how it is told that a value will not do. */
struct option_wish {
	const char *call; /* who wants it: "setsockopt" */
	const struct socket_option *option;
	const struct handle *handle; /* NULL: no certain one */
	struct value value;
	struct error **error;
};

/* How settings of one C type are made and shown. */
struct option_type {
	const char *takes; /* what setsockopt wants: "on or off"; NULL: it is only read */
	bool ranged;       /* help says its range */
	bool several;      /* it may be typed as several words */
	socklen_t size;    /* that is asked for; what comes may be shorter */
	/* Appends to the setting. False: *wish->error is set. */
	bool (*from_value)(const struct option_wish *wish, struct buffer *setting);
	/* Both read as much of the setting as there is, which may be nothing. */
	struct value (*to_value)(const struct socket_option *option, const struct buffer *setting);
	void (*format)(const struct socket_option *option, const struct buffer *setting,
		       struct buffer *buffer);
	/* In their place, where interfaces may be in it: of that host; NULL: this machine. */
	struct value (*to_value_on)(struct host *host, const struct socket_option *option,
				    const struct buffer *setting);
	void (*format_on)(struct host *host, const struct socket_option *option,
			  const struct buffer *setting, struct buffer *buffer);
	/* The calls, where what they take is not the setting itself: 0 or -1 with errno. */
	int (*get)(int fd, const struct socket_option *option, struct buffer *setting);
	int (*set)(int fd, const struct socket_option *option, const struct buffer *setting);
};

extern const struct option_type option_bool;     /* int: on or off */
extern const struct option_type option_int;      /* int: a number, of bytes also 64k */
extern const struct option_type option_unsigned; /* the same of uint32_t */
extern const struct option_type option_wide;     /* the same of uint64_t */
extern const struct option_type option_half;     /* the same of uint16_t */
extern const struct option_type option_byte;     /* the same of uint8_t */
extern const struct option_type option_name;     /* int: one of names, or a number */
extern const struct option_type option_flags;    /* int: several of names, or a number */
extern const struct option_type option_linger;   /* struct linger: off, or seconds */
extern const struct option_type option_duration; /* struct timeval: "200ms", seconds */
extern const struct option_type option_timeval;  /* since 1970, in nanoseconds. Only read */
extern const struct option_type option_timespec; /* the same of struct timespec */
extern const struct option_type option_text;     /* a C string, of a device or an algorithm */
extern const struct option_type option_bytes;    /* what no other type knows, as it stands */
extern const struct option_type option_groups;   /* several uint32_t. Only read */
extern const struct option_type option_bits;     /* the numbers of the bits that are set: 32 */
extern const struct option_type option_bits256;  /* the same: 256 */
extern const struct option_type option_none;     /* takes no value */
extern const struct option_type option_link;     /* int: an interface */
extern const struct option_type option_link_net; /* the same in network order */
extern const struct option_type option_link4;    /* IP_MULTICAST_IF */
extern const struct option_type option_filter;   /* struct sock_fprog */
/* A map, or its values as words; the row's structure says which. */
extern const struct option_type option_structure;

/* ---- structures ---- */

enum member_form {
	MEMBER_UNSIGNED,
	MEMBER_SIGNED,
	MEMBER_NAME,    /* a number that is one of names */
	MEMBER_FLAGS,   /* a number that is several of them */
	MEMBER_IP4,     /* struct in_addr */
	MEMBER_IP6,     /* struct in6_addr */
	MEMBER_HOST,    /* struct sockaddr_storage: an address of either family, without a port */
	MEMBER_LINK,    /* int: an interface by name, address or number */
	MEMBER_LINK4,   /* the imr_address and imr_ifindex of a struct ip_mreqn */
	MEMBER_LINK_IP, /* struct in_addr: an interface, by its address */
	MEMBER_BYTES,   /* char[] */
	MEMBER_TIME,    /* struct timespec since 1970, in nanoseconds. Only read */
	MEMBER_HARDWARE /* a length of 16 bits and unsigned char[8], as in struct packet_mreq */
};

struct option_member {
	const char *name; /* as a key of the map */
	uint16_t offset, size;
	enum member_form form;
	uint8_t shift, bits; /* of a number that is a part of its bytes; bits 0: it is all */
	bool optional;       /* the value may be left out: 0 */
	const struct names *names;
};

struct option_structure {
	socklen_t size;
	const struct option_member
		*members; /* name NULL at the end; those that must be come first */
};

/* The first members of a row of members. */
#define MEMBER_AT(type, field) offsetof(struct type, field), sizeof(((struct type *)0)->field)

/* What joins and leaves multicast groups of either family, RFC 3678. */
extern const struct option_structure option_group_req, option_source_req;
/* Those that control data has as well. */
extern const struct option_structure option_ucred, option_pktinfo6, option_mtuinfo;

/* One member. False: *wish->error is set. */
bool member_from_value(const struct option_wish *wish, const struct option_member *member,
		       struct value value, char *structure);
struct value member_to_value(struct host *host, const struct option_member *member,
			     const char *structure);

/* ---- what the types share ---- */

/* Whose interfaces are meant. */
static inline struct host *option_host(const struct option_wish *wish)
{
	return wish->handle ? wish->handle->host : NULL;
}

/* *wish->error: "NAME takes …, not …". */
bool option_wrong(const struct option_wish *wish, const char *name, const char *takes);
bool option_wrong_type(const struct option_wish *wish);
/* An int, digits, or, of those that are bytes, 64k: within the row's range. */
bool option_read_number(const struct option_wish *wish, int64_t *number);
const char *option_unit_suffix(enum option_unit unit); /* " bytes"; "" of none */
/* An int; "unlimited" of the largest, and the digits of others that are no int of the language. */
struct value option_wide_value(uint64_t number);
/* In nanoseconds; nil where those are no int. */
struct value option_time_value(int64_t seconds, int64_t nanoseconds);
/* The number that the setting begins with; 0 where it is shorter. */
int option_integer(const struct buffer *setting);

/* The tables: level_socket.c, level_tcp.c … */
extern const struct option_level level_socket, level_tcp, level_udp, level_udplite, level_sctp,
	level_mptcp, level_ip, level_ipv6, level_raw, level_icmp6, level_packet, level_vsock,
	level_netlink;

#endif
