/*
 * check_call: calls: is there such a command, has it such options, does it take so many arguments?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/call/signature.h"
#include "cmd/check/findings.h"
#include "handsh/code.h"
#include "handsh/file.h"
#include "handsh/grow.h"
#include "handsh/help.h"

/* ---- commands of the program's own ---- */

static struct kept_place borrowed(const struct survey_place *place)
{
	return (struct kept_place){place->source, place->offset};
}

static void say_usage(struct check *check, const struct survey_place *place,
		      const struct command *command, const char *what)
{
	struct kept_place kept = borrowed(place);
	struct buffer synopsis = {0};
	struct error *error = check_found(check, &kept, "USAGE", command->name, "%s", what);
	command_synopsis(command, &synopsis);
	error_hint(error, "%s", buffer_cstring(&synopsis));
	buffer_free(&synopsis);
}

/* How many arguments the option's word takes after it. UINT_MAX: there is no such option. */
static unsigned values_of(const struct command *command, const struct survey_argument *word)
{
	unsigned count = 0;
	const struct command_option *option = option_find(command, word->text, word->length);
	if (!option)
		return UINT_MAX;
	const struct parameter *value = option->value;
	for (; !parameter_ends(value) && !memchr(word->text, '=', word->length); value++)
		count++;
	return count;
}

/* The positional arguments; UINT_MAX: one is an option that there is not, and was said. */
static unsigned count_positions(struct check *check, const struct survey_place *place,
				const struct command *command, const struct survey_call *call)
{
	bool options = !(command->flags & COMMAND_VERBATIM);
	unsigned count = call->piped;
	for (unsigned i = 0; i < call->count; i++) {
		const struct survey_argument *argument = &call->arguments[i];
		if (!options || !argument->option) {
			count++;
			continue;
		}
		if (argument->length == 2 && argument->text[1] == '-') {
			options = false;
			continue;
		}
		unsigned values = values_of(command, argument);
		if (values == UINT_MAX) {
			char *word = memory_copy(argument->text, argument->length);
			struct buffer text = {0};
			buffer_format(&text, "there is no option %s", word);
			say_usage(check, place, command, buffer_cstring(&text));
			buffer_free(&text);
			free(word);
			return UINT_MAX;
		}
		i += values;
	}
	return count;
}

/* As arguments.c counts: host and port are one address. */
static bool takes(const struct command *command, unsigned count, const char **what)
{
	unsigned least = 0, most = 0;
	const struct parameter *parameter = command->parameters;
	for (; !parameter_ends(parameter); parameter++) {
		least += parameter->arity == ARGUMENT_REQUIRED;
		if (most != UINT_MAX)
			most = parameter->arity == ARGUMENT_REST
				       ? UINT_MAX
				       : most + 1 + (parameter->kind == &kind_address);
	}
	*what = count < least ? "an argument is missing"
		: most        ? "too many arguments"
			      : "it takes no arguments";
	return count >= least && count <= most;
}

/* Hosts and wires: a, and of w1,w2 each. */
static void set_names(struct check *check, const struct survey_call *call)
{
	for (unsigned i = 0; i < call->count; i++) {
		const struct survey_argument *argument = &call->arguments[i];
		check->open |= !argument->text;
		if (!argument->text || argument->option)
			continue;
		char *text = memory_copy(argument->text, argument->length), *rest = text, *name;
		while ((name = strsep(&rest, ",")))
			check_name(check, name)->set = true;
		free(text);
	}
}

static void judge_builtin(struct check *check, const struct survey_place *place,
			  const struct command *command, const struct survey_call *call)
{
	const char *what;
	unsigned count = count_positions(check, place, command, call);
	if (count != UINT_MAX && !takes(command, count, &what))
		say_usage(check, place, command, what);
	if (command->flags & COMMAND_NAMES)
		set_names(check, call);
}

/* ---- source ---- */

/* The caller frees. */
static char *path_of(const struct source *source, const struct survey_argument *file)
{
	struct buffer path = {0};
	const char *slash = strrchr(source->name, '/');
	if (slash && !(file->length && *file->text == '/'))
		buffer_append(&path, source->name, (size_t)(slash - source->name) + 1);
	buffer_append(&path, file->text, file->length);
	char *copy = memory_copy(path.data, path.length);
	buffer_free(&path);
	return copy;
}

static bool seen_before(struct check *check, const char *path)
{
	struct value value = value_bytes(bytes_text(path));
	bool seen = list_contains(check->files, value);
	if (seen)
		value_release(value);
	else
		check->files = list_append(check->files, value);
	return seen;
}

/* A file that is not there may be made by the script; one with a fault may define anything. */
static void look_at_file(struct check *check, const struct survey_place *place,
			 const struct survey_call *call)
{
	if (call->count != 1 || !call->arguments[0].text) {
		check->open = true;
		return;
	}
	char *path = path_of(place->source, &call->arguments[0]);
	if (!seen_before(check, path)) {
		struct bytes *text = script_read(path, false);
		struct source *source = text ? source_new(path, text, 1) : NULL;
		struct error *error = source ? survey(source, &check->surveyor) : NULL;
		check->open |= !source || error;
		if (error && !place->tolerated)
			check_keep(check, error);
		else
			object_release(error);
		object_release(source);
	}
	free(path);
}

/* ---- the script's own commands ---- */

static void keep_call(struct check *check, const struct survey_place *place,
		      const struct survey_call *call)
{
	check->calls = grow_array(check->calls, check->call_count, &check->call_capacity, 16,
				  sizeof(*check->calls));
	check->calls[check->call_count++] =
		(struct pending){{object_retain(place->source), place->offset},
				 check_name(check, call->name),
				 call->count + call->piped};
}

void check_call(struct surveyor *surveyor, const struct survey_place *place,
		const struct survey_call *call)
{
	struct check *check = (struct check *)surveyor;
	const struct command *command = machine_find(check->shell->machine, call->name);
	if (command && strcmp(command->name, "source") == 0)
		look_at_file(check, place, call);
	if (place->tolerated)
		return;
	if (!command)
		keep_call(check, place, call);
	else
		judge_builtin(check, place, command, call);
}

/* The nearest that could have been meant. */
static void offer_commands(struct check *check, const char *name, struct buffer *hint)
{
	struct nearest nearest = {.wanted = name};
	for (const struct chapter *chapter = check->shell->chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			nearest_offer(&nearest, (*command)->name);
	for (const struct known *other = check->names; other; other = other->hh.next)
		if (other->definitions)
			nearest_offer(&nearest, other->name);
	for (unsigned i = 0; language_word(i).text; i++)
		if (language_word(i).reserved)
			nearest_offer(&nearest, language_word(i).text);
	if (!nearest_is_same(&nearest))
		help_point(check->shell->chapters, name, hint);
	nearest_format(&nearest, hint);
}

/* As when it runs: what of another language the statement is, or what is near. */
static void say_unknown(struct check *check, const struct pending *call)
{
	const char *name = call->command->name;
	const struct bytes *text = call->place.source->text;
	struct error *error =
		check_found(check, &call->place, "UNKNOWN", NULL, "there is no command %s", name);
	struct buffer hint = {0};
	if (!habit_hint(text->data, text->length, call->place.offset, HABIT_UNKNOWN, &hint)) {
		if (call->command->set)
			buffer_format(&hint, "%s is a variable: $%s is its value", name, name);
		else
			offer_commands(check, name, &hint);
	}
	if (hint.length)
		error_hint(error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
}

/* The parameter that has no argument. */
static void name_missing(const struct known *command, unsigned count, struct error *error)
{
	const char *name = command->required;
	while (count-- > 0)
		name = strchr(name, ' ') + 1;
	error_detail(error, ": %.*s is missing", (int)strcspn(name, " "), name);
}

static void judge_own(struct check *check, const struct pending *call)
{
	const struct known *command = call->command;
	if (command->definitions == 0 && !check->open)
		say_unknown(check, call);
	if (command->definitions != 1 || check->open ||
	    (call->count >= command->least && call->count <= command->most))
		return;
	struct buffer text = {0};
	code_takes(command->least, command->most, call->count, &text);
	struct error *error = check_found(check, &call->place, "USAGE", command->name, "%s",
					  buffer_cstring(&text));
	buffer_free(&text);
	if (call->count < command->least)
		name_missing(command, call->count, error);
}

void check_pending(struct check *check)
{
	for (uint32_t i = 0; i < check->call_count; i++) {
		judge_own(check, &check->calls[i]);
		object_release(check->calls[i].place.source);
	}
	free(check->calls);
}
