/*
 * host: makes hosts of the lab.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lab/host_check.h"
#include "commands/lab/host_words.h"
#include "handsh/socket.h"

enum {
	OPTION_WIRE,
	OPTION_ADDRESS,
	OPTION_ROUTER,
	OPTION_ARP,
	OPTION_MTU,
	OPTION_DNS,
	OPTION_CHECK
};

/* ---- options ---- */

/* What a plan borrows its texts from. */
struct words {
	char *text; /* w1,w2 cut into words; NULL: the usual wire */
	const char *wires[HOST_WIRES];
	struct ip_prefix addresses[2 * HOST_WIRES];
	char *dns; /* NULL: none */
};

static bool take_wires(struct call *call, struct words *words, struct host_plan *plan)
{
	plan->wires = words->wires;
	plan->wire_count = 1;
	words->wires[0] = LAB_WIRE;
	if (!call_option(call, OPTION_WIRE))
		return true;
	const struct bytes *list = call_option_value(call, OPTION_WIRE).bytes;
	char *rest = words->text = memory_copy(list->data, list->length), *word;
	plan->wire_count = 0;
	while ((word = strsep(&rest, ","))) {
		struct bytes *name = bytes_text(word);
		const bool good = name_fits(call, "wire", name);
		object_release(name);
		if (!good)
			return false;
		if (plan->wire_count == HOST_WIRES) {
			call_fail(call, "RANGE", "a host is on %d wires at most", HOST_WIRES);
			return false;
		}
		words->wires[plan->wire_count++] = word;
	}
	return true;
}

/* 192.168.1.7, 192.168.1.7/16, fd07::1/48 */
static bool parse_address(const char *text, struct ip_prefix *address)
{
	char host[INET6_ADDRSTRLEN + 1];
	const char *slash = strchr(text, '/');
	const size_t length = slash ? (size_t)(slash - text) : strlen(text);
	if (length >= sizeof(host))
		return false;
	memcpy(host, text, length);
	host[length] = '\0';
	address->ip.family = strchr(host, ':') ? AF_INET6 : AF_INET;
	const unsigned most = address->ip.family == AF_INET6 ? 128 : 32;
	address->bits = address->ip.family == AF_INET6 ? 64 : 24;
	if (inet_pton(address->ip.family, host, address->ip.bytes) != 1)
		return false;
	if (!slash)
		return true;
	char *end;
	const unsigned long bits = strtoul(slash + 1, &end, 10);
	address->bits = (unsigned)bits;
	return isdigit((unsigned char)slash[1]) && !*end && bits && bits <= most;
}

static bool take_addresses(struct call *call, struct words *words, struct host_plan *plan)
{
	if (!call_option(call, OPTION_ADDRESS))
		return true;
	const struct list *list = call_option_value(call, OPTION_ADDRESS).list;
	plan->addresses = words->addresses;
	for (size_t i = 0; i < list->count; i++) {
		struct buffer text = {0};
		value_format(list_at(list, i), &text);
		const bool room = plan->address_count < 2 * plan->wire_count;
		const bool good = room && parse_address(buffer_cstring(&text),
							&words->addresses[plan->address_count]);
		if (!room)
			call_fail(call, "USAGE",
				  "there are more addresses than the host's %u wires take",
				  plan->wire_count);
		else if (!good)
			call_fail(call, "USAGE", "%s is no address", buffer_cstring(&text));
		if (room && !good)
			error_hint(call->error, "as 192.168.1.7, 192.168.1.7/16 or fd07::1/64");
		buffer_free(&text);
		if (!good)
			return false;
		plan->address_count++;
	}
	return true;
}

static bool take_dns(struct call *call, struct words *words, struct host_plan *plan)
{
	if (!call_option(call, OPTION_DNS))
		return true;
	const struct bytes *name = call_option_value(call, OPTION_DNS).bytes;
	if (!server_fits(call, name))
		return false;
	plan->dns = words->dns = memory_copy(name->data, name->length);
	return true;
}

/* ---- making them ---- */

static struct list *made(struct call *call)
{
	return (struct list *)call->state;
}

static bool make(struct call *call, struct host_plan *plan)
{
	struct shell *shell = call_shell(call);
	if (!shell->lab) {
		shell->lab = lab_new(shell->machine, shell->sockets);
		packets_begin(shell->lab, shell->last_piece);
	}
	call->state = &list_new(call->count)->object;
	for (unsigned i = 0; i < call->count; i++) {
		const struct bytes *text = call_argument(call, i).bytes;
		char *name = memory_copy(text->data, text->length);
		plan->name = name;
		struct host *host = lab_make(shell->lab, plan, &call->error);
		free(name);
		if (!host)
			return false;
		call->state = &list_append(made(call), value_object(TYPE_HOST, object_retain(host)))
				       ->object;
	}
	return true;
}

/* ---- what is given ---- */

/* a  10.0.0.1  fd00::1  on wire */
static struct value host_text(const struct host *host)
{
	struct buffer text = {0};
	struct host_link link;
	buffer_text(&text, host->name);
	for (unsigned number = 0; host_link(host, number, &link); number++) {
		buffer_text(&text, number ? "," : "");
		host_link_format(&link, &text);
	}
	buffer_text(&text, host_is_router(host) ? "  forwards" : "");
	if (host_dns(host))
		buffer_format(&text, "  asks %s", host_dns(host));
	return value_bytes(bytes_from(&text));
}

/* Where nobody takes it, what a statement shows: each host in a line of its own. */
static struct value host_value(struct call *call)
{
	const struct list *hosts = made(call);
	struct value text = VALUE_NIL;
	for (size_t i = 0; call_dropped(call) && i < hosts->count; i++) {
		if (i)
			call_show_value(call, text);
		text = host_text((const struct host *)list_at(hosts, i).object);
	}
	if (call_dropped(call))
		return text;
	return value_retain(hosts->count == 1
				    ? list_at(hosts, 0)
				    : (struct value){.type = TYPE_LIST, .object = call->state});
}

static enum run host_exec(struct call *call)
{
	struct words words = {0};
	struct host_plan plan = {.router = call_option(call, OPTION_ROUTER),
				 .arp = call_option(call, OPTION_ARP)};
	if (call_option(call, OPTION_MTU))
		plan.mtu = (unsigned)call_option_value(call, OPTION_MTU).integer;
	if (call_option(call, OPTION_CHECK))
		return host_check(call);
	if (!call->count || !call_given(call, 0)) {
		call_fail(call, "USAGE", "a host has a name");
		error_hint(call->error, "host a b makes two");
		return RUN_FAIL;
	}
	const bool good = host_words_fit(call) && take_wires(call, &words, &plan) &&
			  take_addresses(call, &words, &plan) && take_dns(call, &words, &plan) &&
			  make(call, &plan);
	free(words.text);
	free(words.dns);
	return good ? call_return(call, host_value(call)) : RUN_FAIL;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_word, ARGUMENT_REST,
	 .text = "of each: a letter, then letters, digits and _"},
	{0},
};

static const struct parameter wire_parameter[] = {{"W,…", &kind_word, .text = "names of wires"},
						  {0}};
static const struct parameter address_parameter[] = {{"A", &kind_word, .text = "an address"}, {0}};

static const struct parameter dns_parameter[] = {{"HOST", &kind_server, .text = "its name"}, {0}};

static const struct parameter mtu_parameter[] = {
	{"BYTES", &kind_int, .least = MTU_LEAST, .most = WIRE_MTU, .text = "of a packet of IP"},
	{0}};

static const struct command_option options[] = {
	[OPTION_WIRE] =
		{.name = "wire",
		 .value = wire_parameter,
		 .text = "the wires it is on, made when new: 10.0.0.0/24 and fd00::/64 is the "
			 "first, 10.0.1.0/24 the next; wire, when left out"},
	[OPTION_ADDRESS] =
		{.name = "address",
		 .value = address_parameter,
		 .again = true,
		 .text = "of its interfaces in their order, each family for itself, instead of "
			 "the next that is free"},
	[OPTION_ROUTER] = {.name = "router", .text = "it forwards between its wires"},
	[OPTION_ARP] = {.name = "arp",
			.text = "it asks for its neighbours' hardware addresses, and they for "
				"its, by ARP and ND, instead of knowing them"},
	[OPTION_MTU] = {.name = "mtu",
			.value = mtu_parameter,
			.text = "the largest packet of the wires that are made, 1500 when left "
				"out: of all interfaces on them. Below 1280 there is no IPv6"},
	[OPTION_DNS] = {.name = "dns",
			.value = dns_parameter,
			.text = "where it, and its programs, ask for names that are no host's: a "
				"host with a name server, on port 53, or, by b6, its IPv6 address"},
	[OPTION_CHECK] =
		{.name = "check",
		 .text = "makes none, and does once each thing that a lab needs, in order: "
			 "where one fails it says which, and what allows it"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "the name, the wire or the address is none, or is taken"},
	{"EPERM", "this machine does not allow namespaces to this user"},
	{"ENOSPC", "no more namespaces are allowed"},
	{0},
};

const struct command command_host = {
	.name = "host",
	.summary = "make hosts: network stacks of their own",
	.flags = COMMAND_NAMES,
	.parameters = parameters,
	.options = options,
	.result = "the host, or of several names a list",
	.calls = "unshare(2), setns(2), veth(4), rtnetlink(7), packet(7)",
	.errors = errors,
	.help = "A host is a network stack of its own in a namespace, for which no root is needed. "
		"use a goes there: sockets are made, names resolved and programs run on it; "
		"a.socket tcp makes one there from elsewhere, use here comes back. Hosts know each "
		"other by name: b is the IPv4 address of b, b6 its IPv6 address. All are joined by a wire, "
		"which is this program: no packet leaves the machine. close a takes one away, with its "
		"sockets.\n"
		"Programs run on the current host as well: a.!curl http://b/. They find the names of hosts "
		"in /etc/hosts, and others by the name server of --dns, may ping, listen on port 80 and use "
		"ip(8) for the host's own interfaces, and end with the shell.",
	.python = "subprocess.run(['ip', 'netns', 'add', 'a'])  # as root",
	.c = "unshare(CLONE_NEWUSER | CLONE_NEWNET);",
	.example = "host a b\n"
		   "l = b.socket tcp\n"
		   "l.bind '' 80; l.listen\n"
		   "c = a.socket tcp\n"
		   "c.connect b 80\n"
		   "expect $c.peer.host == '10.0.0.2'\n",
	.exec = host_exec,
};
