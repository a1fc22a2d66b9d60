/*
 * sysctl: the kernel's settings of a host's network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/completion.h"
#include "handsh/host_setting.h"
#include "handsh/socket.h"

#define NAME_MOST 128

/* ---- names ---- */

/* Offered as they are shown; a file directly below ipv4 or core by its last part alone too. */
static void offer_near(void *context, const char *path)
{
	struct buffer text = {0};
	const char *last = strrchr(path, '/');
	const bool brief = strncmp(path, "ipv4/", 5) == 0 && last == path + 4;
	setting_format(path, &text);
	nearest_offer(context, buffer_cstring(&text));
	if (brief || strncmp(path, "core/", 5) == 0)
		nearest_offer(context, last + 1);
	buffer_free(&text);
}

static bool unknown(struct call *call, const struct bytes *name, const char *word)
{
	struct nearest nearest = {.wanted = word};
	struct buffer shown = {0}, hint = {0};
	literal_format_cut(&shown, name->data, name->length, 60);
	call_fail(call, "UNKNOWN", "there is no setting %s of a host's network",
		  buffer_cstring(&shown));
	settings_walk(call_host(call), "", offer_near, &nearest);
	nearest_format(&nearest, &hint);
	error_hint(call->error, "%s",
		   hint.length ? buffer_cstring(&hint) : "sysctl lists those there are");
	buffer_free(&shown);
	buffer_free(&hint);
	return false;
}

/* The path that the first argument means; without one that of all. */
static bool find(struct call *call, char path[SETTING_PATH])
{
	char word[NAME_MOST] = "";
	if (!call_given(call, 0)) {
		path[0] = '\0';
		return true;
	}
	const struct bytes *name = call_argument(call, 0).bytes;
	if (bytes_cstring(name, word, sizeof(word)) && setting_find(call_host(call), word, path))
		return true;
	return unknown(call, name, word);
}

struct offering {
	struct completion *completion;
	struct host *host;
	const char *prefix;
};

/* With its value, as what is said of it. */
static void offer_name(const struct offering *offering, const char *name, const char *path)
{
	struct buffer about = {0};
	enum setting_owner owner;
	if (strncmp(name, offering->prefix, strlen(offering->prefix)) != 0)
		return;
	buffer_text(&about, "is ");
	const bool known = setting_read(offering->host, path, &about, &owner) == 0;
	completion_describe(offering->completion, name, known ? buffer_cstring(&about) : NULL);
	buffer_free(&about);
}

static void offer_word(void *context, const char *path)
{
	struct buffer text = {0};
	setting_format(path, &text);
	offer_name(context, buffer_cstring(&text), path);
	if (strncmp(path, "ipv4/", 5) == 0 && !strchr(path + 5, '/'))
		offer_name(context, path + 5, path);
	buffer_free(&text);
}

static void complete_setting(struct shell *shell, const struct parameter *parameter,
			     const char *prefix, struct completion *completion)
{
	struct offering offering = {completion, completion_host(shell, completion), prefix};
	(void)parameter;
	settings_walk(offering.host, "", offer_word, &offering);
}

static bool convert_name(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_word.convert(call, parameter, value);
}

static const struct kind kind_setting_name = {
	.name = "the name of a setting", .convert = convert_name, .complete = complete_setting};

/* ---- what is shown ---- */

/* One number is a number, more of them, or a name, a text. */
static struct value value_of(struct buffer *text)
{
	int64_t number;
	struct bytes *bytes = bytes_from(text);
	if (!bytes_to_int(bytes, &number))
		return value_bytes(bytes);
	object_release(bytes);
	return value_int(number);
}

static const char *const owners[] = {[SETTING_OF_HOST] = "host",
				     [SETTING_OF_MACHINE] = "machine",
				     [SETTING_OF_KERNEL] = "kernel"};

/* {name value of}; value nil where it can only be written. */
static struct value row(struct host *host, const char *path)
{
	struct buffer name = {0}, text = {0};
	enum setting_owner owner = SETTING_OF_HOST;
	const int number = setting_read(host, path, &text, &owner);
	setting_format(path, &name);
	struct map *map = map_put_text(map_new(), "name", value_bytes(bytes_from(&name)));
	map = map_put_text(map, "value", number ? VALUE_NIL : value_of(&text));
	buffer_free(&text);
	return value_object(TYPE_MAP,
			    map_put_text(map, "of", value_bytes(bytes_text(owners[owner]))));
}

struct gathering {
	struct host *host;
	struct list *rows;
};

static void gather(void *context, const char *path)
{
	struct gathering *gathering = context;
	gathering->rows = list_append(gathering->rows, row(gathering->host, path));
}

static struct value field(struct value map, const char *name)
{
	struct value value = VALUE_NIL;
	map_get(map.map, name, strlen(name), &value);
	return value;
}

static struct list *rows(const struct call *call)
{
	return (struct list *)call->state;
}

static struct value all_value(struct call *call)
{
	struct map *map = map_new();
	for (size_t i = 0; i < rows(call)->count; i++) {
		const struct value each = list_at(rows(call), i);
		map = map_put(map, object_retain(field(each, "name").bytes),
			      value_retain(field(each, "value")));
	}
	return value_object(TYPE_MAP, map);
}

static struct value one_value(struct call *call)
{
	return value_retain(field(list_at(rows(call), 0), "value"));
}

static struct value row_values(struct call *call)
{
	return value_retain((struct value){.type = TYPE_LIST, .object = call->state});
}

static void text_of(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {{"NAME"}, {"VALUE"}, {"OF", .rank = 1}, {NULL}};
	struct table table;
	table_begin(&table, columns);
	for (size_t i = 0; i < rows(call)->count; i++) {
		const struct value each = list_at(rows(call), i);
		const struct value value = field(each, "value");
		value_format(field(each, "name"), &table.text);
		table_next(&table);
		if (value.type == TYPE_NIL)
			buffer_byte(&table.text, '-');
		else
			value_format(value, &table.text);
		table_next(&table);
		value_format(field(each, "of"), &table.text);
		table_next(&table);
	}
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

/* net.core.rmem_max = 212992  (machine) */
static void line_of(struct call *call, struct buffer *text)
{
	const struct value only = list_at(rows(call), 0), value = field(only, "value");
	value_format(field(only, "name"), text);
	buffer_text(text, " = ");
	value_format(value, text);
	if (!bytes_is(field(only, "of").bytes, owners[SETTING_OF_HOST])) {
		buffer_text(text, "  of the ");
		value_format(field(only, "of"), text);
	}
	buffer_byte(text, '\n');
}

/* ---- setting ---- */

static void join_values(struct call *call, struct buffer *text)
{
	for (unsigned i = 1; i < call->count; i++) {
		buffer_text(text, i > 1 ? " " : "");
		value_format(call_argument(call, i), text);
	}
}

/* What the kernel would take, as far as it says that. */
static void hint_at(struct call *call, const char *path, int number, enum setting_owner owner)
{
	struct host *host = call_host(call);
	struct buffer now = {0};
	const bool control = strcmp(path, "ipv4/tcp_congestion_control") == 0;
	const char *list = number == EPERM ? "ipv4/tcp_allowed_congestion_control"
					   : "ipv4/tcp_available_congestion_control";
	setting_read(host, control ? list : path, &now, &owner);
	if (number == EACCES && !host)
		error_hint(call->error, "this machine's settings are for root: !sudo sysctl -w …");
	else if (control)
		error_hint(call->error, "there are: %s", buffer_cstring(&now));
	else if ((number == EINVAL || number == ERANGE) && now.length)
		error_hint(call->error, "the kernel takes what is like the present value, %s",
			   buffer_cstring(&now));
	buffer_free(&now);
}

/* what: the system call that has failed. */
static bool refuse(struct call *call, const char *path, const char *what, int number)
{
	struct buffer name = {0}, now = {0};
	enum setting_owner owner = SETTING_OF_HOST;
	const int unread = setting_read(call_host(call), path, &now, &owner);
	setting_format(path, &name);
	if (owner == SETTING_OF_MACHINE && !unread) {
		call_errno(call, "open", EACCES, "%s is the machine's, one for all hosts",
			   buffer_cstring(&name));
		error_hint(call->error, "!sudo sysctl -w %s=… sets it, for this machine too",
			   buffer_cstring(&name));
	} else if (owner == SETTING_OF_KERNEL && !unread) {
		call_errno(call, "open", EACCES, "%s is for reading only", buffer_cstring(&name));
	} else {
		call_errno(call, what, number, "%s", buffer_cstring(&name));
		hint_at(call, path, number, owner);
	}
	buffer_free(&name);
	buffer_free(&now);
	return false;
}

static bool set(struct call *call, const char *path)
{
	struct buffer text = {0};
	const char *what;
	if (setting_is_folder(path)) {
		call_fail(call, "USAGE", "%.*s is a folder of settings",
			  (int)call_argument(call, 0).bytes->length,
			  call_argument(call, 0).bytes->data);
		return false;
	}
	join_values(call, &text);
	const int number =
		setting_write(call_host(call), path, buffer_cstring(&text), text.length, &what);
	buffer_free(&text);
	return number ? refuse(call, path, what, number) : true;
}

static enum run sysctl_exec(struct call *call)
{
	static const struct exhibit one = {one_value, row_values, line_of};
	static const struct exhibit all = {all_value, row_values, text_of};
	char path[SETTING_PATH];
	struct gathering gathering = {.host = call_host(call)};
	if (!find(call, path) || (call->count > 1 && !set(call, path)))
		return RUN_FAIL;
	gathering.rows = list_new(0);
	if (setting_is_folder(path))
		settings_walk(gathering.host, path, gather, &gathering);
	else
		gather(&gathering, path);
	call->state = &gathering.rows->object;
	return call_exhibit(call, setting_is_folder(path) ? &all : &one);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_setting_name, ARGUMENT_OPTIONAL,
	 .text = "of a setting, as net.ipv4.tcp_sack, ipv4.tcp_sack or tcp_sack; or of a folder of them"},
	{"VALUE", &kind_value, ARGUMENT_REST,
	 .text = "what it is set to; several numbers are one value"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "the host has no setting of that name"},
	{"EACCES", "it is the machine's, or for reading only",
	 "sysctl NAME says whose it is: a host sets its own"},
	{"EINVAL", "the kernel does not take that value"},
	{0},
};

const struct command command_sysctl = {
	.name = "sysctl",
	.summary = "show and set the kernel's settings of a host's network",
	.parameters = parameters,
	.flags = COMMAND_ON_HOST,
	.result = "the value, as an int where it is one number; of a folder a map of them",
	.calls = "open(2), read(2), write(2)",
	.errors = errors,
	.help = "Each host of the lab has settings of its own, which its user may set: after use a, or as "
		"a.sysctl NAME VALUE, those of a. A few are one for the whole machine, such as rmem_max and "
		"tcp_mem: they are shown as the machine's, and not set. Here they are this machine's, and for "
		"root. A NAME that is short is looked for in ipv4, core and ipv6; without one all are listed. "
		"tcp(7), ip(7) and ipv6(7) tell what they mean.",
	.python = "open('/proc/sys/net/ipv4/tcp_sack').read()",
	.c = "int fd = open(\"/proc/sys/net/ipv4/tcp_sack\", O_RDWR);",
	.example = "host a\n"
		   "a.sysctl tcp_sack 0\n"
		   "expect (a.sysctl net.ipv4.tcp_sack) == 0\n",
	.exec = sysctl_exec,
};
