/*
 * check: see handsh/check.h; the names in a text, and the whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/check/findings.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/grow.h"

struct known *check_name(struct check *check, const char *name)
{
	struct known *known;
	HASH_FIND_STR(check->names, name, known);
	if (known)
		return known;
	size_t length = strlen(name);
	known = memory_zeroed(1, sizeof(*known) + length + 1);
	memcpy(known->name, name, length);
	HASH_ADD_STR(check->names, name, known);
	return known;
}

void check_keep(struct check *check, struct error *error)
{
	check->found = grow_array(check->found, check->found_count, &check->found_capacity, 8,
				  sizeof(*check->found));
	check->found[check->found_count++] = error;
}

struct error *check_found(struct check *check, const struct kept_place *place, const char *name,
			  const char *call, const char *format, ...)
{
	struct buffer text = {0};
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&text, format, arguments);
	va_end(arguments);
	struct error *error = error_new(name, call, "%s", buffer_cstring(&text));
	buffer_free(&text);
	error->source = object_retain(place->source);
	error->offset = place->offset;
	check_keep(check, error);
	return error;
}

/* ---- variables ---- */

static struct check *check_of(struct surveyor *surveyor)
{
	return (struct check *)surveyor;
}

static void tell_set(struct surveyor *surveyor, const char *name)
{
	check_name(check_of(surveyor), name)->set = true;
}

static void tell_read(struct surveyor *surveyor, const struct survey_place *place, const char *name)
{
	struct known *known = check_name(check_of(surveyor), name);
	if (place->tolerated || known->read.source)
		return;
	known->read = (struct kept_place){object_retain(place->source), place->offset};
}

/* s1, c1, stdin: a name of the table of sockets; this machine as a host, and the usual wire. */
static bool is_of_table(const char *name)
{
	static const char *const names[] = {"stdin", "stdout", "here", LAB_WIRE};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return (*name == 's' || *name == 'c') && name[1] >= '1' && name[1] <= '9' &&
	       strspn(name + 1, "0123456789") == strlen(name + 1);
}

static bool has_value(struct check *check, const struct known *known)
{
	return known->set || is_of_table(known->name) || strcmp(known->name, "_") == 0 ||
	       machine_global(check->shell->machine, known->name).type != TYPE_UNSET;
}

static void judge_variable(struct check *check, const struct known *known)
{
	if (!known->read.source || check->open || has_value(check, known))
		return;
	struct error *error = check_found(check, &known->read, "UNSET", NULL,
					  "nothing sets the variable %s", known->name);
	struct nearest nearest = {.wanted = known->name};
	struct buffer hint = {0};
	for (const struct known *other = check->names; other; other = other->hh.next)
		if (has_value(check, other))
			nearest_offer(&nearest, other->name);
	nearest_format(&nearest, &hint);
	if (hint.length)
		error_hint(error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
}

/* ---- definitions ---- */

static void tell_define(struct surveyor *surveyor, const char *name, const char *required,
			unsigned least, unsigned most)
{
	struct known *known = check_name(check_of(surveyor), name);
	known->definitions++;
	known->least = least;
	known->most = most;
	free(known->required);
	known->required = memory_copy(required, strlen(required));
}

/* ---- the whole ---- */

struct check *check_new(struct shell *shell)
{
	struct check *check = memory_zeroed(1, sizeof(*check));
	check->surveyor = (struct surveyor){
		.call = check_call,
		.define = tell_define,
		.set = tell_set,
		.read = tell_read,
		.catches = check_catches,
		.loop = check_loop,
		.assign = check_assign,
	};
	check->shell = shell;
	check->files = list_new(0);
	return check;
}

struct surveyor *check_surveyor(struct check *check)
{
	return &check->surveyor;
}

static int by_place(const void *one, const void *other)
{
	const struct error *a = *(struct error *const *)one, *b = *(struct error *const *)other;
	int source = strcmp(((const struct source *)a->source)->name,
			    ((const struct source *)b->source)->name);
	unsigned first = ((const struct source *)a->source)->first_line,
		 second = ((const struct source *)b->source)->first_line;
	if (source || first != second)
		return source ? source : first < second ? -1 : 1;
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static void free_names(struct check *check)
{
	struct known *known, *next;
	HASH_ITER(hh, check->names, known, next)
	{
		HASH_DEL(check->names, known);
		object_release(known->read.source);
		free(known->required);
		free(known);
	}
}

/* A def anywhere may have replaced the command by the time of the call. */
static bool is_replaced(struct check *check, const struct error *error)
{
	if (strcmp(error->name, "USAGE") != 0)
		return false;
	char *name = memory_copy(error->call->data, error->call->length);
	bool replaced =
		machine_find(check->shell->machine, name) && check_name(check, name)->definitions;
	free(name);
	return replaced;
}

unsigned check_end(struct check *check, void (*tell)(struct shell *shell, struct error *error))
{
	unsigned faults = 0;
	check_pending(check);
	check_loops(check);
	for (const struct known *known = check->names; known; known = known->hh.next)
		judge_variable(check, known);
	if (check->found_count)
		qsort(check->found, check->found_count, sizeof(*check->found), by_place);
	for (uint32_t i = 0; i < check->found_count; i++) {
		if (is_replaced(check, check->found[i])) {
			object_release(check->found[i]);
			continue;
		}
		faults += strcmp(check->found[i]->name, "REMARK") != 0;
		tell(check->shell, check->found[i]);
	}
	free_names(check);
	free(check->found);
	object_release(check->files);
	free(check);
	return faults;
}
