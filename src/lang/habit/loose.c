/*
 * loose: commands with a blank before Python's arguments: print "a", b; sendall b'x'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/calls.h"
#include "lang/habit/statement.h"
#include "lang/read/scan.h"

#include <string.h>

/* One command's arguments, with blanks or commas between. *commas: there were such. */
static struct foreign *loose_arguments(struct foreign_reader *reader, bool *commas)
{
	struct foreign *list = NULL, **end = &list;
	while (!foreign_ends(reader)) {
		struct foreign *node = foreign_read(reader);
		if (!node)
			return NULL;
		*end = node;
		end = &node->next;
		*commas |= foreign_take(reader, ",");
	}
	return list;
}

/* Does it hold what no argument of ours does? */
static bool is_foreign(const struct foreign *list)
{
	for (; list; list = list->next)
		if (list->kind == FOREIGN_CALL || (list->kind == FOREIGN_TEXT && list->strange) ||
		    (list->kind == FOREIGN_TUPLE && list->a && list->a->next))
			return true;
	return false;
}

/* Without commas a bare word is meant as it stands. */
static bool render_loose(struct rendering *rendering, const struct foreign *list, bool commas)
{
	if (commas)
		return render_arguments(rendering, list);
	for (const struct foreign *each = list; each; each = each->next) {
		struct foreign alone = *each;
		alone.next = NULL;
		if (each->kind == FOREIGN_NAME)
			buffer_append(rendering->out, each->text, each->length);
		else if (!render_arguments(rendering, &alone))
			return false;
		if (each->next)
			buffer_byte(rendering->out, ' ');
	}
	return true;
}

bool statement_method(struct rendering *rendering, struct foreign *name, struct foreign *list)
{
	const size_t before = rendering->out->length;
	const struct foreign call = {.kind = FOREIGN_CALL, .a = name, .b = list};
	const struct habit_call *row = name->kind == FOREIGN_FIELD ? habit_call_find(&call) : NULL;
	if (!row || !row->typed || strstr(row->typed, "%r."))
		return false;
	for (struct foreign *each = list; each; each = each->next)
		if (each->kind == FOREIGN_NAME)
			each->kind = FOREIGN_TEXT;
	const bool good = habit_call_expand(rendering, row->typed, &call, NULL);
	if (!good)
		rendering->out->length = before;
	return good;
}

bool statement_loose(struct statement *statement, struct foreign *name)
{
	bool commas = false;
	struct foreign_reader *reader = &statement->reader;
	if (!byte_is((unsigned char)reader->text[reader->at - 1], BYTE_BLANK))
		return false;
	struct foreign *list = loose_arguments(reader, &commas);
	if (list && !commas && statement_method(&statement->rendering, name, list))
		return true;
	if (!list || (!commas && !is_foreign(list)) || !render_name(&statement->rendering, name))
		return false;
	buffer_byte(statement->rendering.out, ' ');
	return render_loose(&statement->rendering, list, commas);
}
