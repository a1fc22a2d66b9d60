/*
 * option_value: the values of socket options, as the language and as the kernel has them.
 *
 *	bool      reuseaddr on            int
 *	int       rcvbuf 64k              int
 *	linger    off, or seconds         struct linger
 *	timeval   200ms, seconds          struct timeval; read as "200ms"
 *	error     read only               int; read as "ECONNREFUSED", 0 when there is none
 *	name      read only               int; read as "SOCK_STREAM"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/time.h>

#define SHOWN 60
#define MICROSECOND INT64_C(1000)

/* What goes to the kernel. */
struct setting {
	union {
		int integer;
		struct linger linger;
		struct timeval time;
	};
	socklen_t size;
	int64_t nanoseconds; /* OPTION_TIMEVAL */
};

static bool wrong(struct error **error, const char *name, const struct socket_option *option,
		  struct value value, const char *wants)
{
	struct buffer text = {0};
	if (value.type == TYPE_BYTES)
		literal_format_cut(&text, value.bytes->data, value.bytes->length, SHOWN);
	else if (value_counted(value))
		buffer_text(&text, value_type_name(value.type));
	else
		value_format(value, &text);
	*error = error_new(name, "setsockopt", "%s takes %s, not %s", option->name, wants,
			   buffer_cstring(&text));
	error_hint(*error, "%s: %s", option->name, option->text);
	buffer_free(&text);
	return false;
}

/* on, off and their like; false: it is none of them. */
static bool to_bool(struct value value, bool *on)
{
	static const char *const words[] = {"off", "on", "false", "true", "no", "yes", "0", "1"};
	if (value.type == TYPE_BOOL)
		*on = value.boolean;
	else if (value.type == TYPE_INT && (value.integer == 0 || value.integer == 1))
		*on = value.integer;
	else if (value.type == TYPE_BYTES) {
		unsigned i = 0;
		while (i < 8 && !bytes_is(value.bytes, words[i]))
			i++;
		*on = i & 1;
		return i < 8;
	} else
		return false;
	return true;
}

static bool to_int(const struct socket_option *option, struct value value, int *integer,
		   struct error **error)
{
	int64_t number;
	bool sizes = option->unit && strcmp(option->unit, "bytes") == 0;
	if (value.type == TYPE_INT)
		number = value.integer;
	else if (value.type != TYPE_BYTES ||
		 (!bytes_to_int(value.bytes, &number) &&
		  !(sizes && size_parse(value.bytes->data, value.bytes->length, &number))))
		return wrong(error, "TYPE", option, value, "a number");
	if (number < option->least || number > option->most) {
		*error = error_new(
			"RANGE", "setsockopt", "%s is %" PRId64 " to %" PRId64 "%s%s, not %" PRId64,
			option->name, option->least, option->most, option->unit ? " " : "",
			option->unit ? option->unit : "", number);
		return false;
	}
	*integer = (int)number;
	return true;
}

static bool to_linger(const struct socket_option *option, struct value value, struct linger *linger,
		      struct error **error)
{
	bool off = value.type == TYPE_NIL || (value.type == TYPE_BOOL && !value.boolean) ||
		   (value.type == TYPE_BYTES && bytes_is(value.bytes, "off"));
	*linger = (struct linger){.l_onoff = !off};
	if (off)
		return true;
	if (value.type == TYPE_BOOL ||
	    (value.type == TYPE_BYTES && !bytes_to_int(value.bytes, &(int64_t){0})))
		return wrong(error, "TYPE", option, value, "off or a number of seconds");
	return to_int(option, value, &linger->l_linger, error);
}

static bool to_time(const struct socket_option *option, struct value value, struct setting *setting,
		    struct error **error)
{
	int64_t time;
	if (value.type == TYPE_INT && value.integer >= 0 && value.integer <= option->most)
		time = value.integer * NANOSECONDS;
	else if (value.type == TYPE_INT)
		return wrong(error, "RANGE", option, value, "a duration from 0 on");
	else if (value.type != TYPE_BYTES ||
		 !duration_parse(value.bytes->data, value.bytes->length, &time))
		return wrong(error, "TYPE", option, value, "a duration (200ms, 2s)");
	if (time / NANOSECONDS > option->most || (time && time < MICROSECOND))
		return wrong(error, "RANGE", option, value, "at least 1us, at most 68 years");
	setting->nanoseconds = time;
	setting->time.tv_sec = time / NANOSECONDS;
	setting->time.tv_usec = time % NANOSECONDS / MICROSECOND;
	return true;
}

static bool convert(const struct socket_option *option, struct value value, struct setting *setting,
		    struct error **error)
{
	bool on;
	if (option->least > option->most) {
		*error = error_new("USAGE", "setsockopt", "%s can only be read", option->name);
		error_hint(*error, "getsockopt %s", option->name);
		return false;
	}
	switch (option->shape) {
	case OPTION_BOOL:
		if (!to_bool(value, &on))
			return wrong(error, "TYPE", option, value, "on or off");
		setting->integer = on;
		setting->size = sizeof(setting->integer);
		return true;
	case OPTION_LINGER:
		setting->size = sizeof(setting->linger);
		return to_linger(option, value, &setting->linger, error);
	case OPTION_TIMEVAL:
		setting->size = sizeof(setting->time);
		return to_time(option, value, setting, error);
	default:
		setting->size = sizeof(setting->integer);
		return to_int(option, value, &setting->integer, error);
	}
}

/* What the waits of the shell must know too. */
static void remember(struct handle *handle, const struct socket_option *option)
{
	if (option->shape == OPTION_LINGER)
		handle->lingers = true;
	else if (option->shape == OPTION_TIMEVAL)
		handle->timed = true;
}

int socket_option_set(struct handle *handle, const struct socket_option *option, struct value value,
		      struct error **error)
{
	struct setting setting = {0};
	if (!convert(option, value, &setting, error))
		return EINVAL;
	if (setsockopt(handle->watch.fd, option->level, option->option, &setting, setting.size) < 0)
		return errno;
	remember(handle, option);
	return 0;
}

void socket_option_format(const struct socket_option *option, struct value value,
			  struct buffer *buffer)
{
	struct setting setting = {0};
	struct error *error = NULL;
	if (!convert(option, value, &setting, &error)) {
		object_release(error);
		value_literal(value, buffer);
		return;
	}
	if (option->shape == OPTION_LINGER)
		buffer_format(buffer, "{%d, %d}", setting.linger.l_onoff, setting.linger.l_linger);
	else if (option->shape == OPTION_TIMEVAL)
		buffer_format(buffer, "{%lld, %lld}", (long long)setting.time.tv_sec,
			      (long long)setting.time.tv_usec);
	else
		buffer_int(buffer, setting.integer);
}

/* ---- reading ---- */

static struct value time_value(const struct timeval *time)
{
	struct buffer word = {0};
	duration_format(time->tv_sec * NANOSECONDS + time->tv_usec * 1000, &word);
	return value_bytes(bytes_from(&word));
}

static struct value read_value(const struct socket_option *option, const struct setting *setting)
{
	const char *name;
	switch (option->shape) {
	case OPTION_BOOL:
		return value_bool(setting->integer != 0);
	case OPTION_LINGER:
		return setting->linger.l_onoff ? value_int(setting->linger.l_linger)
					       : value_bytes(bytes_text("off"));
	case OPTION_TIMEVAL:
		return time_value(&setting->time);
	case OPTION_ERROR:
		return setting->integer ? value_bytes(bytes_text(error_name(setting->integer)))
					: value_int(0);
	case OPTION_NAME:
		name = name_of(option->names, setting->integer);
		return name ? value_bytes(bytes_text(name)) : value_int(setting->integer);
	default:
		return value_int(setting->integer);
	}
}

int socket_option_get(const struct handle *handle, const struct socket_option *option,
		      struct value *value)
{
	struct setting setting = {0};
	socklen_t size = sizeof(setting.integer);
	if (option->shape == OPTION_LINGER)
		size = sizeof(setting.linger);
	else if (option->shape == OPTION_TIMEVAL)
		size = sizeof(setting.time);
	if (getsockopt(handle->watch.fd, option->level, option->option, &setting, &size) < 0)
		return errno;
	*value = read_value(option, &setting);
	return 0;
}
