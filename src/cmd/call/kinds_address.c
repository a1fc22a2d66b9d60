/*
 * kinds_address: addresses, hosts and ports as arguments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/completion.h"
#include "handsh/lab.h"
#include "handsh/socket.h"

static bool to_bytes(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

static bool check_port(struct call *call, struct value port)
{
	int64_t number;
	if (port.type != TYPE_BYTES || !bytes_to_int(port.bytes, &number) ||
	    (number >= 0 && number <= 65535))
		return true;
	call_fail(call, "RANGE", "PORT is 0 to 65535, not %" PRId64, number);
	return false;
}

static bool convert_port(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (!to_bytes(call, parameter, value) || !check_port(call, *value))
		return false;
	value->bytes = port_decimal(value->bytes);
	return true;
}

/* One word becomes [word]; arguments.c has made [host port] of two. */
static bool convert_address(struct call *call, const struct parameter *parameter,
			    struct value *value)
{
	if (value->type == TYPE_ADDRESS)
		return true;
	if (value->type == TYPE_LIST && value->list->count == 2 &&
	    list_at(value->list, 0).type == TYPE_BYTES &&
	    list_at(value->list, 1).type == TYPE_BYTES)
		return true;
	if (value->type != TYPE_BYTES && value->type != TYPE_INT)
		return kind_mismatch(call, parameter, *value);
	if (!to_bytes(call, parameter, value))
		return false;
	*value = value_object(TYPE_LIST, list_append(list_new(1), *value));
	return true;
}

/* ---- what Tab offers ---- */

#define FIELDS_MOST 16

static void offer_line(char *line, unsigned about, struct completion *completion)
{
	char *fields[FIELDS_MOST], *rest;
	unsigned count = 0;
	line[strcspn(line, "#\n")] = '\0';
	for (char *field = strtok_r(line, " \t", &rest); field && count < FIELDS_MOST;
	     field = strtok_r(NULL, " \t", &rest))
		fields[count++] = field;
	for (unsigned i = 0; i < count && about < count; i++)
		if (i != about)
			completion_describe(completion, fields[i], fields[about]);
}

/* The names of a file of lines, in which the field about says what the others are. */
static void offer_file_names(const char *path, unsigned about, struct completion *completion)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	while (file && getline(&line, &size, file) > 0)
		offer_line(line, about, completion);
	free(line);
	if (file)
		fclose(file);
}

/* b, and b6, its IPv6 address. */
static void offer_family(const struct shell *shell, const char *name, int family,
			 struct completion *completion)
{
	struct buffer about = {0};
	struct ip ip;
	if (lab_resolve(shell->lab, name, family, &ip)) {
		buffer_text(&about, "a host: ");
		ip_format(&ip, &about);
		completion_describe(completion, name, buffer_cstring(&about));
	}
	buffer_free(&about);
}

static void offer_hosts(const struct shell *shell, struct completion *completion)
{
	const struct host *host = NULL;
	while ((host = lab_next(shell->lab, host))) {
		struct buffer name = {0};
		buffer_text(&name, host->name);
		offer_family(shell, buffer_cstring(&name), AF_INET, completion);
		buffer_byte(&name, '6');
		offer_family(shell, buffer_cstring(&name), AF_INET6, completion);
		buffer_free(&name);
	}
}

/* On a host of the lab the others; else hosts(5): an address, and its names. */
static void complete_host(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	const struct host *host = completion_host(shell, completion);
	(void)parameter, (void)prefix;
	completion_describe(completion, "localhost", host ? "this host" : "this machine");
	if (host)
		offer_hosts(shell, completion);
	else
		offer_file_names("/etc/hosts", 0, completion);
}

/* services(5): a name, its port, and other names. */
static void complete_port(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	offer_file_names("/etc/services", 1, completion);
}

/* 127.0.0.1:5000, b:80, [::1]:80, /tmp/x */
static void put_reached(const struct handle *handle, const struct host *from, struct value value,
			struct buffer *text)
{
	const struct address *address = (const struct address *)value.object;
	struct buffer host = {0};
	if (!handle_reached(handle, from, address, &host))
		value_format(value, text);
	else
		buffer_format(text, strchr(buffer_cstring(&host), ':') ? "[%s]:%u" : "%s:%u",
			      buffer_cstring(&host), ntohs(address->in.sin_port));
	buffer_free(&host);
}

static void offer_local(const struct handle *handle, const struct host *from,
			struct completion *completion)
{
	struct value address = handle_local(handle);
	struct buffer text = {0}, name = {0};
	if (address.type == TYPE_ADDRESS) {
		put_reached(handle, from, address, &text);
		completion_describe(completion, buffer_cstring(&text), handle_name(handle, &name));
	}
	buffer_free(&text);
	buffer_free(&name);
	value_release(address);
}

/* What a learner connects to is mostly a listener of the same shell, on the same host. */
static void complete_address(struct shell *shell, const struct parameter *parameter,
			     const char *prefix, struct completion *completion)
{
	const struct host *host = completion_host(shell, completion);
	complete_host(shell, parameter, prefix, completion);
	completion_describe(completion, "127.0.0.1", host ? "this host" : "this machine");
	for (const struct handle *handle = socket_table_first(shell->sockets); handle;
	     handle = handle->next) {
		if (handle_open(handle) && !handle->host == !host)
			offer_local(handle, host, completion);
	}
}

const struct kind kind_address = {
	.name = "an address", .convert = convert_address, .complete = complete_address};
const struct kind kind_host = {
	.name = "a host's name, or an address", .convert = to_bytes, .complete = complete_host};
const struct kind kind_port = {
	.name = "a port, or a service's name", .convert = convert_port, .complete = complete_port};
