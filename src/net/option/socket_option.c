/*
 * socket_option: finding, describing, reading and setting the options of the tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "net/option/option.h"

/* Where a name is one of several levels that a socket has, the first counts. */
static const struct option_level *const levels[] = {
	&level_socket, &level_tcp,  &level_udp,     &level_udplite, &level_ipv6,
	&level_ip,     &level_raw,  &level_icmp6,   &level_packet,  &level_mptcp,
	&level_vsock,  &level_sctp, &level_netlink, NULL,
};

/* ---- finding ---- */

const struct socket_option *socket_option_next(const struct socket_option *option)
{
	const struct option_level *const *level = levels;
	if (!option)
		return levels[0]->options;
	if (option[1].name)
		return option + 1;
	while (*level != option->level)
		level++;
	return level[1] ? level[1]->options : NULL;
}

/* What the name in C is without that of its level. */
static const char *short_name(const struct socket_option *option)
{
	return strchr(option->c_name, '_') + 1;
}

static bool is_called(const struct socket_option *option, const char *name)
{
	return strcasecmp(option->name, name) == 0 || strcasecmp(option->c_name, name) == 0 ||
	       strcasecmp(short_name(option), name) == 0;
}

static const struct socket_option *find_in(const struct option_level *level, const char *name)
{
	const struct socket_option *option = level->options;
	while (option->name && !is_called(option, name))
		option++;
	return option->name ? option : NULL;
}

/* That of the socket, or where it has none the one that is listed by that name. */
const struct socket_option *socket_option_find(const char *name, const struct handle *handle)
{
	const struct socket_option *first = NULL, *listed = NULL;
	for (const struct option_level *const *level = levels; *level; level++) {
		const struct socket_option *option = find_in(*level, name);
		if (!option)
			continue;
		if (handle && (*level)->fits(handle))
			return option;
		if (!first)
			first = option;
		if (!listed && strcasecmp(option->name, name) == 0)
			listed = option;
	}
	return listed ? listed : first;
}

const struct socket_option *socket_option_at(int level, const char *name)
{
	for (const struct option_level *const *at = levels; *at; at++) {
		const struct socket_option *option =
			(*at)->number == level ? find_in(*at, name) : NULL;
		if (option)
			return option;
	}
	return NULL;
}

const struct socket_option *socket_option_of(int level, int number)
{
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option)))
		if (option->level->number == level && option->number == number)
			return option;
	return NULL;
}

/* ---- describing ---- */

void socket_option_counts(const struct socket_option *option, unsigned *least, unsigned *most)
{
	*least = option->type != &option_none;
	*most = option->type->several ? UINT_MAX : *least;
}

static const char *const units[] = {
	[UNIT_NONE] = "",
	[UNIT_BYTES] = " bytes",
	[UNIT_SECONDS] = " seconds",
	[UNIT_MILLISECONDS] = " milliseconds",
	[UNIT_MICROSECONDS] = " microseconds",
	[UNIT_RATE] = " bytes a second",
};

const char *option_unit_suffix(enum option_unit unit)
{
	return units[unit];
}

const char *socket_option_unit(const struct socket_option *option)
{
	return units[option->unit] + (option->unit != UNIT_NONE);
}

/* GROUP [INTERFACE]: as one types the members of a structure. */
static void members(const struct option_structure *structure, struct buffer *buffer)
{
	for (const struct option_member *member = structure->members; member->name; member++) {
		buffer_text(buffer, member == structure->members ? "" : " ");
		buffer_text(buffer, member->optional ? "[" : "");
		for (const char *letter = member->name; *letter; letter++)
			buffer_byte(buffer, (char)toupper((unsigned char)*letter));
		buffer_text(buffer, member->optional ? "]" : "");
	}
	buffer_text(buffer, ", or a map");
}

void socket_option_takes(const struct socket_option *option, struct buffer *buffer)
{
	if (option->access != OPTION_SETTABLE && option->access != OPTION_SET_ONLY) {
		buffer_text(buffer, "only read");
		return;
	}
	if (option->structure)
		members(option->structure, buffer);
	else
		buffer_text(buffer, option->type->takes);
	if (option->type->ranged)
		buffer_format(buffer, ", %" PRId64 " to %" PRId64 "%s", option->least, option->most,
			      option_unit_suffix(option->unit));
}

/* Is it an interface, or a structure that has one? */
static bool has_link(const struct socket_option *option)
{
	const struct option_member *member = option->structure ? option->structure->members : NULL;
	for (; member && member->name; member++)
		if (member->form == MEMBER_LINK || member->form == MEMBER_LINK4 ||
		    member->form == MEMBER_LINK_IP)
			return true;
	return option->type == &option_link || option->type == &option_link_net ||
	       option->type == &option_link4;
}

void socket_option_words(const struct socket_option *option, struct host *host,
			 void (*tell)(void *context, const char *word, const char *text),
			 void *context)
{
	if (option->type == &option_bool) {
		tell(context, "on", NULL);
		tell(context, "off", NULL);
	} else if (option->type == &option_linger) {
		tell(context, "off", NULL);
	}
	if (has_link(option))
		interfaces_tell(host, tell, context);
	for (size_t i = 0; option->names && i < option->names->count; i++)
		tell(context, option->names->list[i].text, option->names->list[i].meaning);
}

static void explain_words(void *context, const char *word, const char *text)
{
	if (text)
		buffer_format(context, "  %s: %s\n", word, text);
}

void socket_option_explain(const struct socket_option *option, struct buffer *buffer)
{
	bool settable = option->access == OPTION_SETTABLE || option->access == OPTION_SET_ONLY;
	buffer_format(buffer, "%s: %s\n%s of %s%s%s\n", option->name, option->text, option->c_name,
		      option->level->name, option->since ? ", since Linux " : "",
		      option->since ? option->since : "");
	buffer_text(buffer, settable ? "takes " : "is ");
	socket_option_takes(option, buffer);
	buffer_text(buffer, option->access == OPTION_SET_ONLY ? "; only set\n" : "\n");
	if (settable && option->names)
		socket_option_words(option, NULL, explain_words, buffer);
	if (option->usual)
		buffer_format(buffer, "a new socket has %s%s\n", option->usual,
			      strcmp(option->usual, "''") == 0 ? " (nothing)" : "");
}

/* ---- settings ---- */

bool option_wrong(const struct option_wish *wish, const char *name, const char *takes)
{
	struct buffer text = {0};
	value_literal_cut(wish->value, &text, 60);
	*wish->error = error_new(name, wish->call, "%s takes %s, not %s", wish->option->name, takes,
				 buffer_cstring(&text));
	error_hint(*wish->error, "%s: %s", wish->option->name, wish->option->text);
	buffer_free(&text);
	return false;
}

bool option_wrong_type(const struct option_wish *wish)
{
	return option_wrong(wish, "TYPE", wish->option->type->takes);
}

bool socket_option_convert(const struct socket_option *option, const struct handle *handle,
			   struct value value, struct buffer *setting, struct error **error)
{
	const struct option_wish wish = {"setsockopt", option, handle, value, error};
	*error = NULL;
	if (option->access == OPTION_SETTABLE || option->access == OPTION_SET_ONLY)
		return option->type->from_value(&wish, setting);
	*error = error_new("USAGE", wish.call, "%s can only be read", option->name);
	error_hint(*error, "getsockopt %s", option->name);
	return false;
}

bool socket_option_convert_raw(struct value value, const char *call, struct buffer *setting,
			       struct error **error)
{
	if (value.type == TYPE_BYTES) {
		buffer_append(setting, value.bytes->data, value.bytes->length);
		return true;
	}
	const int integer = value.type == TYPE_BOOL ? value.boolean : (int)value.integer;
	if (value.type != TYPE_BOOL && value.type != TYPE_INT) {
		*error = error_new("TYPE", call, "by two numbers it is an int, or bytes");
		return false;
	}
	if (value.type == TYPE_INT && value.integer != integer &&
	    value.integer != (int64_t)(unsigned)integer) {
		*error =
			error_new("RANGE", call, "an int of C has 32 bits: pack makes longer ones");
		return false;
	}
	buffer_append(setting, &integer, sizeof(integer));
	return true;
}

struct value socket_option_value(const struct socket_option *option, struct host *host,
				 const struct buffer *setting)
{
	return option->type->to_value_on ? option->type->to_value_on(host, option, setting)
					 : option->type->to_value(option, setting);
}

void socket_option_format(const struct socket_option *option, struct host *host,
			  const struct buffer *setting, struct buffer *buffer)
{
	if (option->type->format_on)
		option->type->format_on(host, option, setting, buffer);
	else
		option->type->format(option, setting, buffer);
}

/* ---- the calls ---- */

/* What the kernel does not write of the room is 0. */
static int get_into(int fd, const struct socket_option *option, struct buffer *setting,
		    socklen_t *size)
{
	char *room = memset(buffer_reserve(setting, *size), 0, *size);
	return getsockopt(fd, option->level->number, option->number, room, size);
}

/* What it has no room for it refuses with ERANGE, and tells how much it would be. */
static int get(int fd, const struct socket_option *option, struct buffer *setting)
{
	socklen_t size = option->type->size;
	int result = get_into(fd, option, setting, &size);
	if (result < 0 && errno == ERANGE && size > option->type->size)
		result = get_into(fd, option, setting, &size);
	setting->length = result < 0 ? 0 : size;
	return result;
}

int socket_option_get(int fd, const struct socket_option *option, struct buffer *setting)
{
	setting->length = 0;
	return (option->type->get ? option->type->get : get)(fd, option, setting) < 0 ? errno : 0;
}

static int set(int fd, const struct socket_option *option, const struct buffer *setting)
{
	return setsockopt(fd, option->level->number, option->number,
			  setting->length ? setting->data : "", (socklen_t)setting->length);
}

int socket_option_set_raw(struct handle *handle, int level, int number,
			  const struct buffer *setting)
{
	const struct socket_option *option = socket_option_of(level, number);
	if (setsockopt(handle->watch.fd, level, number, setting->length ? setting->data : "",
		       (socklen_t)setting->length) < 0)
		return errno;
	if (option && option->remember)
		option->remember(handle);
	return 0;
}

int socket_option_set(struct handle *handle, const struct socket_option *option,
		      const struct buffer *setting)
{
	if ((option->type->set ? option->type->set : set)(handle->watch.fd, option, setting) < 0)
		return errno;
	if (option->remember)
		option->remember(handle);
	return 0;
}
