/*
 * net: addresses, the kinds of sockets, the table of live ones, what the kernel knows of them, and
 * the resolver. Knows the machine only as something to wait with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_H
#define HANDSH_NET_H

#include <linux/if_packet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <linux/vm_sockets.h>

#include "handsh/names.h"
#include "handsh/run.h"

/* ---- addresses: immutable values ---- */

struct host; /* host.h */

struct address {
	struct object object;
	struct host
		*host; /* whose interfaces it names, held; NULL: this machine's, or it names none */
	socklen_t length;
	union { /* only length bytes are allocated */
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_ll link;
		struct sockaddr_vm vm;
	};
};

extern const struct behaviour address_behaviour;

/* An address where the kernel writes it, for those that do not keep it. */
struct socket_address {
	socklen_t length; /* 0: none */
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_ll link;
		struct sockaddr_vm vm;
		struct sockaddr_storage storage;
	};
};

struct address *address_new(const struct sockaddr *address, socklen_t length);
struct value address_value(const struct sockaddr *address, socklen_t length);
/* The same of a socket on the host; NULL: here. */
struct address *address_new_on(struct host *host, const struct sockaddr *address, socklen_t length);
struct value address_value_on(struct host *host, const struct sockaddr *address, socklen_t length);
/* 127.0.0.1:5000, [fe80::1%eth0]:80, /tmp/x, @name, eth0/ip/02:00:00:00:00:01, 2:1234; "-" for
 * none, or an unnamed unix socket. */
void address_format(struct host *host, const struct sockaddr *address, socklen_t length,
		    struct buffer *buffer);
/* Of an IP address the part before the port, without brackets. */
void address_host_format(struct host *host, const struct sockaddr *address, struct buffer *buffer);

/* An address of a link: 02:00:00:00:00:01. Appended. */
void hardware_format(const unsigned char *bytes, size_t length, struct buffer *buffer);

/* What a socket was made with: the arguments of socket(2); of AF_PACKET the protocol is no longer in
 * network order. */
struct socket_form {
	int family, type, protocol;
	struct host *host; /* where it was made; NULL: here */
};

/* What a user wrote where an address goes, not yet resolved: host and port, or a path. */
struct endpoint {
	struct bytes *host; /* NULL with a path; AF_PACKET: an interface; AF_VSOCK: a context */
	struct bytes *port; /* digits or a service's name; NULL: none; AF_PACKET: a protocol */
	struct bytes *path; /* AF_UNIX: a path, or @ and an abstract name; '' for any */
};

/*
 * One word as an endpoint for such a socket: host:port, [host]:port, a port alone; a host alone where
 * there are no ports (raw, icmp); AF_UNIX: a path or @name; AF_PACKET: interface/protocol/hardware
 * address, of which the last may be left out. The parts are new references, for endpoint_release.
 * False: *error is set.
 */
bool endpoint_split(const struct socket_form *form, struct bytes *word, const char *call,
		    struct endpoint *endpoint, struct error **error);
void endpoint_release(struct endpoint *endpoint);
/* Takes a port; 0x50 becomes 80, for getaddrinfo(3) knows decimal numbers only. */
struct bytes *port_decimal(struct bytes *port);

/*
 * The address without asking anybody: numeric hosts, '' (any), numeric ports and names of
 * services(5), unix names. Returns 1 with *result set (a new reference), 0 when a name must be
 * resolved first, -1 with *error set (RANGE for a port out of range, USAGE, ENAMETOOLONG …).
 */
int address_parse(const struct socket_form *form, const struct endpoint *endpoint, const char *call,
		  struct address **result, struct error **error);

/* ---- kinds of sockets ---- */

/* One row a kind: the only place that knows it. */
struct socket_kind {
	const char *name; /* as typed, and as a socket's .kind: "tcp" */
	int family, type; /* for socket(2) */
	int protocol;     /* 0: it makes no difference to the kind */
	bool of_protocol; /* there is one for each protocol, which may come after the name: raw */
	bool pairs;       /* socketpair(2) makes them */
	const char *text; /* what it is, for help */
};

extern const struct socket_kind socket_kinds[]; /* name NULL at the end */
/* The one that a name alone makes; NULL: none. */
const struct socket_kind *socket_kind_find(const struct bytes *name);
/* Of a socket that was made with these; NULL: it has no row. */
const struct socket_kind *socket_kind_of(int family, int type, int protocol);
/* The names of the family's protocols: of AF_PACKET those of Ethernet. */
const struct names *socket_protocols(int family);
/*
 * Why socket(2) has refused to make such a socket, and what would allow it, as far as this machine's
 * settings, modules and the process's rights tell. Nothing appended: they do not.
 */
void socket_refusal(const struct socket_form *form, int number, struct buffer *text);

/* ---- the socket table ---- */

struct socket_table;
struct tls;
struct transport;

/* Where a socket came from, which names it in the table. */
enum handle_series {
	SERIES_MADE,     /* s1, s2 … */
	SERIES_ACCEPTED, /* c1, c2 … */
	SERIES_FILE,     /* f1, f2 … */
	SERIES_EPOLL,    /* e1, e2 … */
	SERIES_COUNT,
	SERIES_STANDARD = SERIES_COUNT /* stdin, stdout: the descriptor is the number */
};

/* What a descriptor of the table is: a socket, or a stream that is read and written to only. */
enum medium {
	MEDIUM_SOCKET,
	MEDIUM_FILE,
	MEDIUM_PIPE,
	MEDIUM_TERMINAL,
	MEDIUM_DEVICE,
	MEDIUM_EPOLL,
	MEDIUM_SHARED /* a socket that other programs have as well: standard input or output */
};

/* What all copies share that dup(2) makes of a descriptor: the open file description. Lives in the
 * handle of the first of them, whose queues of waiting calls are the others' too. */
struct description {
	uint32_t count;       /* of handles that have it and are open */
	bool nonblocking : 1; /* what the user chose; inside all are non-blocking */
	bool listening : 1;
	bool connecting : 1;                /* a connect is under way */
	bool connected : 1;                 /* has a peer, or had one */
	bool read_shut : 1, write_shut : 1; /* by a shutdown of its own */
	bool bound : 1;                     /* by a bind of its own */
	bool bind_failed : 1;               /* the last one did */
	bool timed : 1;   /* SO_RCVTIMEO or SO_SNDTIMEO was set: a wait asks the kernel for it */
	bool lingers : 1; /* SO_LINGER was set: closing asks the kernel for it */
	int backlog;      /* as given to listen */
	int kept_number;  /* errno that came after what is kept; 0: none */
	uint32_t scanned; /* of what is kept, by the call whose turn it is: message.h */
	const struct transport *transport; /* transport.h */
	struct tls *tls;                   /* tls.h; NULL: it does not speak TLS */
	struct bytes *host;                /* that connect was given; NULL: none */
	struct bytes *kept;       /* of a stream: read and not taken; NULL: none, never empty */
	struct object *companion; /* a program at its other end, released when it is closed; NULL */
};

/*
 * A socket, or another descriptor of the table; open or closed. The table holds a reference as long
 * as it is open; values hold more.
 */
struct handle {
	struct object object;
	struct watch watch;             /* watch.fd: -1 when closed */
	struct socket_table *table;     /* stays, emptied, as long as a handle needs it */
	struct handle *previous, *next; /* the table, in the order of making */
	uint32_t number;                /* of its name in the table, in its series */
	uint32_t alias; /* 1 + global whose name it shows while that holds it; 0: none */
	int16_t family, type, protocol;
	uint8_t series;    /* enum handle_series */
	uint8_t medium;    /* enum medium; what is no socket has family, type and protocol 0 */
	struct host *host; /* on which it was made, held; NULL: here */
	uint64_t cookie;   /* SO_COOKIE, which no other socket ever has; 0: it was made here */
	struct description *shared; /* own, or that of the handle that dup has copied, held then */
	struct description own;
};

/* TYPE_SOCKET; fields name fd kind state local peer kept host */
extern const struct behaviour handle_behaviour;

struct socket_table *socket_table_new(struct machine *machine);
void socket_table_free(struct socket_table *table); /* closes every socket; before machine_free */

/* Puts fd (taken) into the table, named by the next number of the series; a new reference. */
struct handle *handle_new(struct socket_table *table, int fd, enum handle_series series, int family,
			  int type, int protocol);
void handle_place(struct handle *handle, struct host *host); /* retains it; NULL: here */
/* The same for what is no socket, whose mode is that of stat(2). */
struct handle *handle_new_file(struct socket_table *table, int fd, mode_t mode);
struct handle *handle_new_epoll(struct socket_table *table, int fd);
/* The same for a copy of the handle's descriptor, with the same description. */
struct handle *handle_new_copy(struct handle *handle, int fd);
/* The names of the others that are open and share it, with blanks between; appended. */
void handle_copies(const struct handle *handle, struct buffer *names);
struct handle *handle_first(const struct handle *handle); /* in which it lives; may be closed */
/*
 * The same for one that came from elsewhere, whatever it is: 0 with *handle, or errno, and fd is still
 * the caller's. What it shares with whoever sent it no longer blocks, for them neither, unless it is a
 * terminal.
 */
int handle_arrive(struct socket_table *table, int fd, struct handle **handle);
/* The shell's standard input (0) or output (1): made when it is first asked for, and open until
 * the table is freed. Borrowed. */
struct handle *socket_table_standard(struct socket_table *table, int fd);
static inline bool handle_is_socket(const struct handle *handle)
{
	return handle->medium == MEDIUM_SOCKET;
}
static inline struct socket_form handle_form(const struct handle *handle)
{
	return (struct socket_form){handle->family, handle->type, handle->protocol, handle->host};
}
const char *handle_medium(const struct handle *handle); /* "a file", for messages */
void handle_close(struct handle *handle); /* closes the descriptor; waiting calls fail with EBADF */
bool handle_open(const struct handle *handle);
/*
 * Bytes that were read and not taken stay with the handle: whatever reads takes them first. When it
 * is closed they are gone, unless calls wait to read: those still take them.
 */
size_t handle_kept(const struct handle *handle);              /* how many */
void handle_keep(struct handle *handle, struct bytes *bytes); /* takes bytes: after those kept */
struct bytes *handle_take_kept(struct handle *handle, size_t most); /* some are kept */
void handle_drop_kept(struct handle *handle, size_t count);         /* the same: count of them */
/* The global variable that took it directly and still holds it, or stdin; NULL: none. */
const char *handle_alias(const struct handle *handle);
/* Its shown name: its alias, else s1, c1. Valid until the next call with the same buffer. */
const char *handle_name(const struct handle *handle, struct buffer *buffer);
/* Its name in the table, which no other socket ever has: s1. Appended. */
void handle_table_name(const struct handle *handle, struct buffer *buffer);
char handle_letter(const struct handle *handle); /* the first of that */
struct event_socket handle_in_event(const struct handle *handle);
/* Both, where they differ: server (s1). Appended. */
void handle_full_name(const struct handle *handle, struct buffer *buffer);
const char *handle_kind(const struct handle *handle); /* tcp udp tcp6 … unix-dgram; file pipe … */
/* First and next of the table, in the order of making; NULL at the end. */
struct handle *socket_table_first(const struct socket_table *table);
struct handle *socket_table_find(const struct socket_table *table,
				 const char *name); /* s1, c1, f1; NULL: none */
uint32_t socket_table_count(const struct socket_table *table);
/* Serve hooks.lookup and hooks.offer; lookup: new, or UNSET; makes stdin and stdout. */
struct value socket_table_lookup(struct socket_table *table, const char *name);
bool socket_name_is_standard(const char *name); /* one of those two */
void socket_table_offer(const struct socket_table *table, struct nearest *nearest);
/* A bind of that address has succeeded: a path is removed when the table is freed, unless it is
 * another file by then. */
void socket_table_bound(struct socket_table *table, const struct address *address);

/* ---- what the kernel knows of a socket ---- */

struct queues {
	int64_t receive,
		receive_limit; /* bytes waiting; listener: connections waiting, and backlog */
	int64_t send;          /* bytes not yet acknowledged (unix: not yet read); -1: it means
				  nothing without a connection */
	bool listener;
};

/* One socket, as the kernel sees it now. */
struct facts {
	const char *state; /* as handle_state names it */
	struct socket_address local, peer;
	bool queues_known; /* false: the kernel does not tell */
	struct queues queues;
};

void handle_facts(const struct handle *handle, struct facts *facts); /* of an open one */
/*
 * The kernel's name of a tcp socket's state, from TCP_INFO: CLOSE (no connection), LISTEN,
 * ESTABLISHED …; for others LISTEN, UNCONN or ESTABLISHED. "CLOSED" when the descriptor is; what is
 * no socket is OPEN until then.
 */
const char *handle_state(const struct handle *handle);
struct value handle_local(const struct handle *handle); /* an address, or nil; new reference */
struct value handle_peer(const struct handle *handle);
/* The same of a connection that may have been reset, which has no peer any more. */
struct value handle_last_peer(const struct handle *handle);

/* A connection that has no socket yet, as in SYN_RECV or until accept, or any more, as in TIME_WAIT. */
struct ghost {
	int family;
	const char *state;
	struct socket_address local, peer;
	uint32_t receive, send; /* bytes in its queues */
};

static inline const char *ghost_kind(const struct ghost *ghost)
{
	return ghost->family == AF_INET6 ? "tcp6" : "tcp";
}

/* Tells of each connection of a host of the lab that no descriptor is for: its kernel's own. */
void ghosts_each(struct socket_table *table, struct host *host,
		 void (*tell)(void *context, const struct ghost *ghost), void *context);

/* SO_RCVTIMEO or SO_SNDTIMEO in nanoseconds, 0: none; -1 with errno: the kernel does not tell. */
int64_t handle_timeout(const struct handle *handle, enum direction direction);
/* SO_LINGER in seconds, -1: off. */
int handle_linger(const struct handle *handle);

/* ---- the resolver: getaddrinfo(3) on one helper thread, waited for like a socket ---- */

/*
 * Resolves from exec: call->state is its own from the first call, where it is NULL, to the end,
 * where it is so again. RUN_WAIT while it runs; RUN_DONE with *addresses a new list of
 * address values in getaddrinfo's order; RUN_FAIL with an EAI_ error.
 * family AF_UNSPEC: any. port may be NULL.
 */
enum run resolve(struct call *call, struct socket_table *table, const struct bytes *host,
		 const struct bytes *port, int family, int type, struct list **addresses);

/*
 * The names of an address in the same way, by getnameinfo(3); flags: NI_. RUN_DONE: *number is 0 and
 * *host and *service are new, or *number is errno, or below 0 an EAI_.
 */
enum run resolve_names(struct call *call, struct socket_table *table, const struct address *address,
		       int flags, int *number, struct bytes **host, struct bytes **service);

#endif
