/*
 * option_types: the types of socket options: how their settings are made of values of the language,
 * and shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>

#include "net/option/option.h"

#define SHOWN 60 /* bytes of a wrong value in a message */
#define MICROSECOND INT64_C(1000)

static bool wrong(struct error **error, const char *name, const struct socket_option *option,
		  struct value value, const char *takes)
{
	struct buffer text = {0};
	if (value.type == TYPE_BYTES)
		literal_format_cut(&text, value.bytes->data, value.bytes->length, SHOWN);
	else if (value_counted(value))
		buffer_text(&text, value_type_name(value.type));
	else
		value_format(value, &text);
	*error = error_new(name, "setsockopt", "%s takes %s, not %s", option->name, takes,
			   buffer_cstring(&text));
	error_hint(*error, "%s: %s", option->name, option->text);
	buffer_free(&text);
	return false;
}

static bool wrong_type(struct error **error, const struct socket_option *option, struct value value)
{
	return wrong(error, "TYPE", option, value, option->type->takes);
}

/* ---- bool ---- */

/* on, off and their like; false: it is none of them. */
static bool read_switch(struct value value, bool *on)
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

static bool bool_from_value(const struct socket_option *option, struct value value,
			    union option_setting *setting, struct error **error)
{
	bool on;
	if (!read_switch(value, &on))
		return wrong_type(error, option, value);
	setting->integer = on;
	return true;
}

static struct value bool_to_value(const struct socket_option *option,
				  const union option_setting *setting)
{
	(void)option;
	return value_bool(setting->integer != 0);
}

/* ---- int ---- */

static bool read_number(const struct socket_option *option, struct value value, int *integer,
			struct error **error)
{
	int64_t number;
	bool size = option->unit == UNIT_BYTES;
	if (value.type == TYPE_INT)
		number = value.integer;
	else if (value.type != TYPE_BYTES ||
		 (!bytes_to_int(value.bytes, &number) &&
		  !(size && size_parse(value.bytes->data, value.bytes->length, &number))))
		return wrong_type(error, option, value);
	if (number < option->least || number > option->most) {
		*error = error_new("RANGE", "setsockopt",
				   "%s is %" PRId64 " to %" PRId64 "%s, not %" PRId64, option->name,
				   option->least, option->most, option_unit_suffix(option->unit),
				   number);
		return false;
	}
	*integer = (int)number;
	return true;
}

static bool int_from_value(const struct socket_option *option, struct value value,
			   union option_setting *setting, struct error **error)
{
	return read_number(option, value, &setting->integer, error);
}

static struct value int_to_value(const struct socket_option *option,
				 const union option_setting *setting)
{
	(void)option;
	return value_int(setting->integer);
}

static void int_format(const struct socket_option *option, const union option_setting *setting,
		       struct buffer *buffer)
{
	(void)option;
	buffer_int(buffer, setting->integer);
}

/* ---- linger ---- */

static bool linger_from_value(const struct socket_option *option, struct value value,
			      union option_setting *setting, struct error **error)
{
	bool off = value.type == TYPE_NIL || (value.type == TYPE_BOOL && !value.boolean) ||
		   (value.type == TYPE_BYTES && bytes_is(value.bytes, "off"));
	setting->linger = (struct linger){.l_onoff = !off};
	return off || read_number(option, value, &setting->linger.l_linger, error);
}

static struct value linger_to_value(const struct socket_option *option,
				    const union option_setting *setting)
{
	(void)option;
	return setting->linger.l_onoff ? value_int(setting->linger.l_linger)
				       : value_bytes(bytes_text("off"));
}

static void linger_format(const struct socket_option *option, const union option_setting *setting,
			  struct buffer *buffer)
{
	(void)option;
	buffer_format(buffer, "{%d, %d}", setting->linger.l_onoff, setting->linger.l_linger);
}

/* ---- duration ---- */

static bool duration_from_value(const struct socket_option *option, struct value value,
				union option_setting *setting, struct error **error)
{
	int64_t time;
	if (value.type == TYPE_INT && value.integer >= 0 && value.integer <= option->most)
		time = value.integer * NANOSECONDS;
	else if (value.type == TYPE_INT)
		return wrong(error, "RANGE", option, value, "a duration from 0 on");
	else if (value.type != TYPE_BYTES ||
		 !duration_parse(value.bytes->data, value.bytes->length, &time))
		return wrong_type(error, option, value);
	if (time / NANOSECONDS > option->most || (time && time < MICROSECOND))
		return wrong(error, "RANGE", option, value, "at least 1us, at most 68 years");
	setting->time.tv_sec = time / NANOSECONDS;
	setting->time.tv_usec = time % NANOSECONDS / MICROSECOND;
	return true;
}

static struct value duration_to_value(const struct socket_option *option,
				      const union option_setting *setting)
{
	const int64_t most = TIME_NEVER / NANOSECONDS - 1; /* Linux lets it be longer */
	struct buffer word = {0};
	(void)option;
	int64_t seconds = setting->time.tv_sec < most ? setting->time.tv_sec : most;
	duration_format(seconds * NANOSECONDS + setting->time.tv_usec * MICROSECOND, &word);
	return value_bytes(bytes_from(&word));
}

static void timeval_format(const struct socket_option *option, const union option_setting *setting,
			   struct buffer *buffer)
{
	(void)option;
	buffer_format(buffer, "{%lld, %lld}", (long long)setting->time.tv_sec,
		      (long long)setting->time.tv_usec);
}

/* ---- numbers that have names ---- */

static struct value name_to_value(const struct socket_option *option,
				  const union option_setting *setting)
{
	const char *name = name_of(option->names, setting->integer);
	return name ? value_bytes(bytes_text(name)) : value_int(setting->integer);
}

static void name_format(const struct socket_option *option, const union option_setting *setting,
			struct buffer *buffer)
{
	const char *name = name_of(option->names, setting->integer);
	if (name)
		buffer_text(buffer, name);
	else
		buffer_int(buffer, setting->integer);
}

const struct option_type option_bool = {
	.takes = "on or off",
	.size = sizeof(int),
	.from_value = bool_from_value,
	.to_value = bool_to_value,
	.format = int_format,
};

const struct option_type option_int = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(int),
	.from_value = int_from_value,
	.to_value = int_to_value,
	.format = int_format,
};

const struct option_type option_linger = {
	.takes = "off or a number of seconds",
	.size = sizeof(struct linger),
	.from_value = linger_from_value,
	.to_value = linger_to_value,
	.format = linger_format,
};

const struct option_type option_duration = {
	.takes = "a duration (200ms, 2s)",
	.size = sizeof(struct timeval),
	.from_value = duration_from_value,
	.to_value = duration_to_value,
	.format = timeval_format,
};

const struct option_type option_name = {
	.size = sizeof(int),
	.to_value = name_to_value,
	.format = name_format,
};
