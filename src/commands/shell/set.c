/*
 * set: how the prompt looks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stddef.h>

#include "handsh/command.h"

static const struct setting {
	const char *name, *text;
	size_t place; /* of its bool in struct shell */
} settings[] = {
	{"colours", "the line in colours by what its words are, while it is typed",
	 offsetof(struct shell, colours)},
	{"hints", "what could come next, dim after the cursor", offsetof(struct shell, hints)},
	{0},
};

static bool *place_of(const struct call *call, const struct setting *setting)
{
	return (bool *)((char *)call_shell(call) + setting->place);
}

static void tell_settings(void (*tell)(void *context, const char *word, const char *text),
			  void *context)
{
	for (const struct setting *setting = settings; setting->name; setting++)
		tell(context, setting->name, setting->text);
}

static bool convert_setting(struct call *call, const struct parameter *parameter,
			    struct value *value)
{
	return kind_word.convert(call, parameter, value);
}

static const struct kind kind_setting = {.name = "a setting",
					 .convert = convert_setting,
					 .words = tell_settings,
					 .complete = complete_words};

/* ---- the table of all ---- */

static struct value settings_value(struct call *call)
{
	struct map *map = map_new();
	for (const struct setting *setting = settings; setting->name; setting++)
		map = map_put_text(map, setting->name, value_bool(*place_of(call, setting)));
	return value_object(TYPE_MAP, map);
}

static void settings_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {
		{"SETTING", false}, {"VALUE", false}, {"WHAT", false}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	for (const struct setting *setting = settings; setting->name; setting++) {
		table_text(&table, setting->name);
		table_text(&table, *place_of(call, setting) ? "on" : "off");
		table_text(&table, setting->text);
	}
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
}

/* ---- one of them ---- */

static enum run set_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = settings_value, .text = settings_text};
	const struct setting *setting = settings;
	if (!call_given(call, 0))
		return call_exhibit(call, &exhibit);
	const struct bytes *name = call_argument(call, 0).bytes;
	while (setting->name && !bytes_is(name, setting->name))
		setting++;
	if (!setting->name)
		return call_unknown(call, &kind_setting, "setting", name);
	if (!call_given(call, 1))
		return call_return(call, value_bool(*place_of(call, setting)));
	*place_of(call, setting) = call_argument(call, 1).boolean;
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_setting, ARGUMENT_OPTIONAL, .listed = true, .text = "one of the settings"},
	{"MODE", &kind_switch, ARGUMENT_OPTIONAL, .text = "what it becomes"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "there is no such setting", "set alone shows them all"},
	{0},
};

const struct command command_set = {
	.name = "set",
	.summary = "show or change how the prompt looks",
	.parameters = parameters,
	.result =
		"nil; true or false of a NAME alone; where its value is taken, of set alone a map",
	.errors = errors,
	.help = "Alone it shows the settings, with a NAME that one, and with both changes it. "
		"Without a terminal, or on one without colours (NO_COLOR, TERM=dumb, "
		"--color=never), the line has neither colours nor hints whatever is set. "
		"What every prompt is to have stands in rc.hsh.",
	.python = "readline.parse_and_bind('set colored-stats on')",
	.c = "rl_variable_bind(\"colored-stats\", \"on\");",
	.example = "set hints off\n"
		   "expect not (set hints)\n"
		   "expect (set).colours\n"
		   "set hints on\n"
		   "expect error UNKNOWN { set hint on }\n",
	.exec = set_exec,
};
