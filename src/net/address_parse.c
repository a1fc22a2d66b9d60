/*
 * address_parse: what a user typed as an address. Nobody is asked here: names are left to the
 * resolver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/address_family.h"
#include "net/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 60      /* bytes of a wrong word in a message */
#define HOST_MAX 1024 /* NI_MAXHOST of getnameinfo(3), less the NUL */
#define UNIX_PATH offsetof(struct sockaddr_un, sun_path)

bool address_wrong(struct error **error, const char *name, const char *call,
		   const struct bytes *word, const char *what, const char *hint)
{
	struct buffer text = {0};
	literal_format_cut(&text, word->data, word->length, SHOWN);
	*error = error_new(name, call, "%s %s", buffer_cstring(&text), what);
	error_hint(*error, "%s", hint);
	buffer_free(&text);
	return false;
}

/* ---- one word ---- */

static bool is_port(const struct bytes *word)
{
	int64_t number;
	return bytes_to_int(word, &number);
}

static const char *find_last(const struct bytes *word, char byte)
{
	return word->length ? memrchr(word->data, byte, word->length) : NULL;
}

static struct bytes *slice(struct bytes *word, const char *start, const char *end)
{
	return bytes_slice(word, (size_t)(start - word->data), (size_t)(end - start));
}

struct bytes *port_decimal(struct bytes *port)
{
	int64_t number;
	if (!bytes_to_int(port, &number))
		return port;
	object_release(port);
	return bytes_format("%lld", (long long)number);
}

/* May an address be without a port? raw(7); of icmp(7) it is the identifier of echo requests. */
static bool port_may_lack(const struct socket_form *form)
{
	return form->type == SOCK_RAW ||
	       (form->type == SOCK_DGRAM &&
		(form->protocol == IPPROTO_ICMP || form->protocol == IPPROTO_ICMPV6));
}

/* [host]:port; [host] where a port may lack. */
static bool split_brackets(struct bytes *word, bool portless, const char *call,
			   struct endpoint *endpoint, struct error **error)
{
	const char *end = word->data + word->length;
	const char *close = memchr(word->data, ']', word->length);
	if (!close || (close + 1 == end ? !portless : close[1] != ':'))
		return address_wrong(error, "USAGE", call, word, "is no address",
				     "an IPv6 address with its port is [::1]:5000, or ::1 5000");
	endpoint->host = slice(word, word->data + 1, close);
	if (close + 1 < end)
		endpoint->port = port_decimal(slice(word, close + 2, end));
	return true;
}

/* host:port; a host where a port may lack: of several colons all are the host's. */
static bool split_colon(struct bytes *word, bool portless, const char *call,
			struct endpoint *endpoint, struct error **error)
{
	const char *colon = find_last(word, ':');
	bool several = colon && memchr(word->data, ':', (size_t)(colon - word->data));
	if (portless && (!colon || several)) {
		endpoint->host = object_retain(word);
		return true;
	}
	if (!colon)
		return address_wrong(error, "USAGE", call, word, "has no port",
				     "give a host and a port: 127.0.0.1 5000, or 127.0.0.1:5000");
	if (several)
		return address_wrong(error, "USAGE", call, word,
				     "has no port that can be told apart",
				     "an IPv6 address with its port is [::1]:5000, or ::1 5000");
	endpoint->host = slice(word, word->data, colon);
	endpoint->port = port_decimal(slice(word, colon + 1, word->data + word->length));
	return true;
}

bool endpoint_split(const struct socket_form *form, struct bytes *word, const char *call,
		    struct endpoint *endpoint, struct error **error)
{
	const bool portless = port_may_lack(form);
	*endpoint = (struct endpoint){0};
	if (form->family == AF_UNIX) {
		endpoint->path = object_retain(word);
		return true;
	}
	if (form->family == AF_PACKET) {
		endpoint->host = object_retain(word);
		return true;
	}
	if (is_port(word)) {
		endpoint->host = bytes_text("");
		endpoint->port = port_decimal(object_retain(word));
		return true;
	}
	if (word->length && word->data[0] == '[')
		return split_brackets(word, portless, call, endpoint, error);
	return split_colon(word, portless, call, endpoint, error);
}

void endpoint_release(struct endpoint *endpoint)
{
	object_release(endpoint->host);
	object_release(endpoint->port);
	object_release(endpoint->path);
	*endpoint = (struct endpoint){0};
}

/* ---- ports ---- */

/* Those that tutorials use, for systems without an /etc/services. */
static const struct service {
	const char *name;
	uint16_t port;
} well_known[] = {
	{"echo", 7},   {"discard", 9}, {"daytime", 13}, {"chargen", 19},
	{"ftp", 21},   {"ssh", 22},    {"telnet", 23},  {"smtp", 25},
	{"time", 37},  {"domain", 53}, {"tftp", 69},    {"http", 80},
	{"pop3", 110}, {"ntp", 123},   {"imap2", 143},  {"https", 443},
};

/* Anything but a plain word cannot be a service, and must not reach C's strings. */
static bool is_service_name(const struct bytes *port)
{
	for (size_t i = 0; i < port->length; i++) {
		unsigned char c = (unsigned char)port->data[i];
		if (c <= ' ' || c >= 0x7f)
			return false;
	}
	return port->length > 0 && port->length < 64;
}

static bool find_service(const struct bytes *port, int type, uint16_t *number)
{
	char name[64], memory[4096];
	struct servent entry, *found = NULL;
	if (!is_service_name(port))
		return false;
	memcpy(name, port->data, port->length);
	name[port->length] = '\0';
	const char *protocol = type == SOCK_DGRAM ? "udp" : "tcp";
	if (getservbyname_r(name, protocol, &entry, memory, sizeof(memory), &found) == 0 && found) {
		*number = ntohs((uint16_t)found->s_port);
		return true;
	}
	for (size_t i = 0; i < sizeof(well_known) / sizeof(*well_known); i++) {
		if (strcmp(well_known[i].name, name) == 0) {
			*number = well_known[i].port;
			return true;
		}
	}
	return false;
}

static bool parse_port(const struct bytes *port, int type, const char *call, uint16_t *number,
		       struct error **error)
{
	int64_t integer;
	*number = 0;
	if (!port)
		return true;
	if (bytes_are_digits(port)) {
		if (bytes_to_int(port, &integer) && integer >= 0 && integer <= 65535) {
			*number = (uint16_t)integer;
			return true;
		}
		*error = error_new("RANGE", call, "PORT is 0 to 65535, not %.*s",
				   (int)(port->length < SHOWN ? port->length : SHOWN), port->data);
		return false;
	}
	if (!port->length)
		return address_wrong(
			error, "USAGE", call, port, "is no port",
			"a port is a number from 0 to 65535; 0 lets the kernel choose");
	if (find_service(port, type, number))
		return true;
	return address_wrong(
		error, "RANGE", call, port, "is no service's name",
		"a port is a number from 0 to 65535, or a name that services(5) knows");
}

/* ---- hosts ---- */

static int wrong_family(struct error **error, const char *call, const char *host, int family)
{
	bool want6 = family == AF_INET6;
	*error = error_errno(EAFNOSUPPORT, call, "%s is an %s address, and the socket is %s", host,
			     want6 ? "IPv4" : "IPv6", want6 ? "AF_INET6" : "AF_INET");
	error_hint(*error, "socket tcp and socket udp take IPv4 addresses, socket tcp6 and socket "
			   "udp6 IPv6 ones");
	return -1;
}

static int found(struct address **result, const void *address, socklen_t length)
{
	*result = address_new(address, length);
	return 1;
}

static int parse_host4(const char *host, uint16_t port, const char *call, struct address **result,
		       struct error **error)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
	if (!*host || inet_pton(AF_INET, host, &in.sin_addr) == 1)
		return found(result, &in, sizeof(in));
	/* No name has a colon. */
	return strchr(host, ':') ? wrong_family(error, call, host, AF_INET) : 0;
}

/* The zone after % of a link-local address, RFC 4007: an interface or its number. */
static bool parse_zone(struct host *on, const char *zone, uint32_t *scope)
{
	char *end;
	*scope = interface_index(on, zone);
	if (*scope)
		return true;
	errno = 0;
	unsigned long number = strtoul(zone, &end, 10);
	*scope = (uint32_t)number;
	return *zone >= '0' && *zone <= '9' && !*end && !errno && number <= UINT32_MAX;
}

static int parse_host6(struct host *on, char *host, uint16_t port, const char *call,
		       struct address **result, struct error **error)
{
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	struct in_addr in;
	if (!*host)
		return found(result, &in6, sizeof(in6));
	if (inet_pton(AF_INET, host, &in) == 1) {
		/* ::ffff:a.b.c.d, as ipv6(7) says. */
		in6.sin6_addr.s6_addr[10] = in6.sin6_addr.s6_addr[11] = 0xff;
		memcpy(&in6.sin6_addr.s6_addr[12], &in, sizeof(in));
		return found(result, &in6, sizeof(in6));
	}
	if (!strchr(host, ':'))
		return 0;
	size_t length = strlen(host);
	if (host[0] == '[' && host[length - 1] == ']') {
		host[length - 1] = '\0';
		host++;
	}
	char *percent = strchr(host, '%');
	if (percent) {
		*percent = '\0';
		if (!parse_zone(on, percent + 1, &in6.sin6_scope_id)) {
			*error = error_errno(ENODEV, call, "there is no interface %s", percent + 1);
			error_hint(*error, "interfaces shows those there are");
			return -1;
		}
	}
	if (inet_pton(AF_INET6, host, &in6.sin6_addr) == 1) {
		*result = address_new_on(on, (const struct sockaddr *)&in6, sizeof(in6));
		return 1;
	}
	*error = error_new("RANGE", call, "%s is no IPv6 address", host);
	error_hint(*error, "an IPv6 address has eight groups of hex digits with colons between; :: "
			   "stands for groups of 0");
	return -1;
}

/* ---- unix names ---- */

static int parse_path(const struct bytes *path, const char *call, struct address **result,
		      struct error **error)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	bool abstract = path->length && path->data[0] == '@';
	size_t most = sizeof(un.sun_path) - !abstract;
	if (path->length > most) {
		*error = error_errno(ENAMETOOLONG, call,
				     "a unix address has at most %zu bytes, not %zu", most,
				     path->length);
		error_hint(*error, "a path relative to the working folder is shorter");
		return -1;
	}
	if (!abstract && memchr(path->data, '\0', path->length)) {
		address_wrong(error, "RANGE", call, path, "holds a NUL byte, which no path has",
			      "an abstract name (@name) may hold any byte");
		return -1;
	}
	if (!path->length)
		return found(result, &un, sizeof(sa_family_t)); /* bind: the kernel names it */
	memcpy(un.sun_path, path->data, path->length);
	if (abstract)
		un.sun_path[0] = '\0';
	return found(result, &un, (socklen_t)(UNIX_PATH + path->length + !abstract));
}

/* A host that inet_pton(3) knows, or a name. */
static int parse_internet(const struct socket_form *form, const struct endpoint *endpoint,
			  const char *call, struct address **result, struct error **error)
{
	char host[HOST_MAX + 1];
	uint16_t port;
	if (!parse_port(endpoint->port, form->type, call, &port, error))
		return -1;
	const struct bytes *name = endpoint->host;
	if (name->length > HOST_MAX || memchr(name->data, '\0', name->length)) {
		address_wrong(error, "RANGE", call, name, "is no host",
			      "a host is a name or an address, without NUL bytes");
		return -1;
	}
	memcpy(host, name->data, name->length);
	host[name->length] = '\0';
	return form->family == AF_INET ? parse_host4(host, port, call, result, error)
				       : parse_host6(form->host, host, port, call, result, error);
}

int address_parse(const struct socket_form *form, const struct endpoint *endpoint, const char *call,
		  struct address **result, struct error **error)
{
	const char *name = name_of(&names_families, form->family);
	switch (form->family) {
	case AF_INET:
	case AF_INET6:
		return parse_internet(form, endpoint, call, result, error);
	case AF_PACKET:
		return packet_address_parse(form->host, endpoint, call, result, error);
	case AF_VSOCK:
		return vsock_address_parse(endpoint, call, result, error);
	case AF_UNIX:
		if (endpoint->path)
			return parse_path(endpoint->path, call, result, error);
		*error = error_new("USAGE", call, "a unix address is one word");
		error_hint(*error, "give a path (/tmp/x) or an abstract name (@x)");
		return -1;
	default:
		*error = error_new("USAGE", call, "addresses of %s cannot be written as words",
				   name ? name : "this family");
		return -1;
	}
}
