/*
 * socket_option: finding, describing, reading and setting the options of the tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "net/option/option.h"

static const struct option_level *const levels[] = {&level_socket, &level_tcp, &level_ip,
						    &level_ipv6, NULL};

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

static bool is_called(const struct socket_option *option, const char *name)
{
	return strcasecmp(option->name, name) == 0 || strcasecmp(option->c_name, name) == 0 ||
	       strcasecmp(strchr(option->c_name, '_') + 1, name) == 0;
}

const struct socket_option *socket_option_find(const char *name)
{
	const struct socket_option *option = socket_option_next(NULL);
	while (option && !is_called(option, name))
		option = socket_option_next(option);
	return option;
}

const char *option_unit_suffix(enum option_unit unit)
{
	static const char *const names[] = {
		[UNIT_NONE] = "",
		[UNIT_BYTES] = " bytes",
		[UNIT_SECONDS] = " seconds",
		[UNIT_MILLISECONDS] = " milliseconds",
	};
	return names[unit];
}

void socket_option_takes(const struct socket_option *option, struct buffer *buffer)
{
	if (option->access != OPTION_SETTABLE) {
		buffer_text(buffer, "only read");
		return;
	}
	buffer_text(buffer, option->type->takes);
	if (option->type->ranged)
		buffer_format(buffer, ", %" PRId64 " to %" PRId64 "%s", option->least, option->most,
			      option_unit_suffix(option->unit));
}

/* ---- settings ---- */

bool socket_option_convert(const struct socket_option *option, struct value value,
			   union option_setting *setting, struct error **error)
{
	if (option->access == OPTION_SETTABLE)
		return option->type->from_value(option, value, setting, error);
	*error = error_new("USAGE", "setsockopt", "%s can only be read", option->name);
	error_hint(*error, "getsockopt %s", option->name);
	return false;
}

struct value socket_option_value(const struct socket_option *option,
				 const union option_setting *setting)
{
	return option->type->to_value(option, setting);
}

void socket_option_format(const struct socket_option *option, const union option_setting *setting,
			  struct buffer *buffer)
{
	option->type->format(option, setting, buffer);
}

/* ---- the calls ---- */

int socket_option_get(const struct handle *handle, const struct socket_option *option,
		      union option_setting *setting)
{
	socklen_t size = option->type->size;
	memset(setting, 0, sizeof(*setting));
	return getsockopt(handle->watch.fd, option->level->number, option->number, setting, &size)
		       ? errno
		       : 0;
}

int socket_option_set(struct handle *handle, const struct socket_option *option,
		      const union option_setting *setting)
{
	if (setsockopt(handle->watch.fd, option->level->number, option->number, setting,
		       option->type->size) < 0)
		return errno;
	if (option->remember)
		option->remember(handle);
	return 0;
}
