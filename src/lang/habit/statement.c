/*
 * statement: statements of Python and C: [TYPE] NAME{, NAME} = V;, calls, x += V, x++.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/statement.h"
#include "lang/habit/calls.h"
#include "lang/habit/habit.h"
#include "lang/habit/quote.h"
#include "lang/read/scan.h"

#include <string.h>

#define PARTS 2

/* c, a = s.accept() and d, a = s.recvfrom(): the two parts of one result. */
static bool render_parts(struct statement *statement, const struct habit_call *row)
{
	struct rendering *rendering = &statement->rendering;
	const bool whole = *row->parts[0] == '\0';
	if (whole && !render_name(rendering, statement->targets[0]))
		return false;
	buffer_text(rendering->out, whole ? " = " : "m = ");
	if (!habit_call_expand(rendering, row->typed, statement->value, NULL))
		return false;
	for (unsigned i = whole; i < PARTS; i++) {
		buffer_text(rendering->out, "; ");
		if (!render_name(rendering, statement->targets[i]))
			return false;
		buffer_text(rendering->out, " = $");
		if (!whole)
			buffer_byte(rendering->out, 'm');
		else if (!render_name(rendering, statement->targets[0]))
			return false;
		buffer_text(rendering->out, row->parts[i]);
	}
	return true;
}

/* n = recv(fd, buf, size, 0): buf = fd.recv size; n = len $buf */
static bool render_received(struct statement *statement, const struct habit_call *row)
{
	struct rendering *rendering = &statement->rendering;
	const struct foreign *into = statement->value->b;
	for (unsigned i = 1; i < row->out; i++)
		into = into->next;
	if (!render_name(rendering, into))
		return false;
	buffer_text(rendering->out, " = ");
	if (!habit_call_expand(rendering, row->typed, statement->value, NULL))
		return false;
	if (!statement->count || !row->length)
		return true;
	buffer_text(rendering->out, "; ");
	if (!render_name(rendering, statement->targets[0]))
		return false;
	buffer_format(rendering->out, " = %s $", row->length);
	return render_name(rendering, into);
}

/* x = V, x += V or V alone. */
static bool render_plain(struct statement *statement)
{
	struct rendering *rendering = &statement->rendering;
	const struct foreign *to = statement->targets[0];
	if (statement->count == 0)
		return render(rendering, statement->value, STAND_VALUE);
	if (!render_name(rendering, to))
		return false;
	buffer_text(rendering->out, " = ");
	if (statement->tight && statement->value->kind == FOREIGN_NAME)
		return quote_render(rendering->out, statement->value, false);
	if (!statement->sign)
		return render(rendering, statement->value, STAND_VALUE);
	buffer_byte(rendering->out, '$');
	if (!render_name(rendering, to))
		return false;
	buffer_format(rendering->out, " %c ", statement->sign);
	return render(rendering, statement->value, STAND_OPERAND);
}

/* a, b = V, where V is a list, or a call that may give one: [a b] = V */
static bool render_unpacked(struct statement *statement)
{
	struct rendering *rendering = &statement->rendering;
	const struct foreign *value = statement->value;
	if (value->kind != FOREIGN_LIST && value->kind != FOREIGN_NAME &&
	    value->kind != FOREIGN_CALL)
		return false;
	for (unsigned i = 0; i < statement->count; i++) {
		buffer_byte(rendering->out, i ? ' ' : '[');
		if (!render_name(rendering, statement->targets[i]))
			return false;
	}
	buffer_text(rendering->out, "] = ");
	return render(rendering, value, STAND_VALUE);
}

/* t = wrap_socket(s): s.tls; t = $s */
static bool render_given(struct statement *statement, const struct habit_call *row)
{
	struct rendering *rendering = &statement->rendering;
	struct buffer name = {0}, given = {0};
	struct rendering to = {.out = &name}, value = {.out = &given};
	bool good = habit_call_expand(rendering, row->typed, statement->value, NULL) &&
		    habit_call_expand(&value, row->gives, statement->value, NULL) &&
		    (!statement->count || render_name(&to, statement->targets[0]));
	if (good && statement->count &&
	    strcmp(buffer_cstring(&name), buffer_cstring(&given) + 1) != 0)
		buffer_format(rendering->out, "; %s = %s", buffer_cstring(&name),
			      buffer_cstring(&given));
	buffer_free(&name);
	buffer_free(&given);
	return good;
}

static bool render_statement(struct statement *statement, const struct habit_call *row)
{
	struct rendering *rendering = &statement->rendering;
	if (statement->unpacks)
		return row && row->parts[0] && statement->count == PARTS
			       ? render_parts(statement, row)
			       : render_unpacked(statement);
	if (row && row->gives)
		return render_given(statement, row);
	if (row && row->out)
		return render_received(statement, row);
	if (!row || !row->then)
		return render_plain(statement);
	if (statement->count && !render_name(rendering, statement->targets[0]))
		return false;
	if (statement->count)
		buffer_text(rendering->out, " = ");
	if (!habit_call_expand(rendering, row->typed, statement->value, NULL))
		return false;
	buffer_text(rendering->out, "; ");
	return statement->count &&
	       habit_call_expand(rendering, row->then, statement->value, statement->targets[0]);
}

/* a.sin_port = htons(5000): of a struct that holds an address. */
static bool is_address_part(const struct statement *statement)
{
	const struct foreign *part = statement->count == 1 ? statement->targets[0] : NULL;
	for (; part && part->kind == FOREIGN_FIELD; part = part->a)
		if (part->length > 4 &&
		    (memcmp(part->text, "sin_", 4) == 0 || memcmp(part->text, "sun_", 4) == 0))
			return true;
	return false;
}

static bool declared(struct statement *statement, struct habit_answer *answer)
{
	const char *name;
	size_t length = foreign_name(&statement->reader, &name);
	const char *advice = foreign_take(&statement->reader, "(")
				     ? "a command of one's own is made with def: def %.*s { … }"
				     : "nothing is declared: %.*s = V makes the variable";
	buffer_format(&answer->advice, advice, (int)length, name);
	return true;
}

/* The advice of the first call in the expression that has one. */
static const char *advice_in(const struct foreign *node)
{
	for (; node; node = node->next) {
		const struct habit_call *row =
			node->kind == FOREIGN_CALL ? habit_call_find(node) : NULL;
		const char *advice = row ? row->advice : NULL;
		if (!advice)
			advice = advice_in(node->a);
		if (!advice)
			advice = advice_in(node->b);
		if (advice)
			return advice;
	}
	return NULL;
}

static bool is_name(const struct foreign *node)
{
	return node->kind == FOREIGN_NAME || node->kind == FOREIGN_FIELD;
}

/* a && b, as sh joins commands: what is meant is not known. */
static bool joins_names(const struct foreign *value)
{
	bool joins = false, names = false;
	for (const struct foreign *each = value->a; each; each = each->next) {
		names |= is_name(each);
		joins |= each->kind == FOREIGN_SIGN &&
			 (foreign_is(each, "and") || foreign_is(each, "or"));
	}
	return joins && names;
}

/* Is there anything in the list that is no value as they are here, nor a bare word alone? */
static bool is_strange(const struct foreign *list)
{
	for (const struct foreign *each = list; each; each = each->next) {
		bool names = each->kind == FOREIGN_CHAIN && each->a->kind != FOREIGN_SIGN &&
			     is_name(each->a);
		if (each->strange || names || each->kind == FOREIGN_CALL || is_strange(each->a) ||
		    is_strange(each->b))
			return true;
	}
	return false;
}

/* Does the statement have what none of ours has? */
static bool is_foreign_statement(const struct statement *statement)
{
	const struct foreign *value = statement->value, *to = statement->targets[0];
	if (statement->count == 0 && value->kind == FOREIGN_CHAIN && joins_names(value))
		return false;
	if (statement->unpacks || statement->sign || statement->typed)
		return true;
	if (statement->count && (statement->touched || to->kind == FOREIGN_VALUE))
		return true;
	return is_strange(value);
}

/* x=/tmp/a of sh: the rest of the line, if it is one word, is text. */
static struct foreign *rest_of_word(struct statement *statement)
{
	struct foreign_reader *reader = &statement->reader;
	const char *equals = memchr(reader->text, '=', reader->end);
	size_t start = (size_t)(equals - reader->text) + 1;
	for (size_t at = start; at < reader->end; at++)
		if (byte_is((unsigned char)reader->text[at], BYTE_BLANK | BYTE_PIECE) ||
		    reader->text[at] == '\\')
			return NULL;
	reader->at = reader->end;
	return foreign_new(reader->arena, FOREIGN_NAME, reader->text + start, reader->end - start);
}

/* x = q.get */
static bool render_method(struct statement *statement)
{
	struct rendering *rendering = &statement->rendering;
	if (statement->count && !render_name(rendering, statement->targets[0]))
		return false;
	buffer_text(rendering->out, statement->count ? " = " : "");
	return statement_method(rendering, statement->value, NULL);
}

/* V, or V, V after a, b =, which then are a list. */
static struct foreign *read_value(struct statement *statement)
{
	struct foreign_reader *reader = &statement->reader;
	struct foreign *first = foreign_read(reader), **end = first ? &first->next : NULL;
	while (first && statement->unpacks && foreign_take(reader, ",")) {
		*end = foreign_read(reader);
		if (!*end)
			return NULL;
		end = &(*end)->next;
	}
	if (!first || !first->next)
		return first;
	struct foreign *list = foreign_new(reader->arena, FOREIGN_LIST, NULL, 0);
	list->a = first;
	return list;
}

/* x = V; V */
static bool read_and_render(struct statement *statement, struct habit_answer *answer)
{
	struct foreign_reader *reader = &statement->reader;
	size_t start = reader->at;
	if (!statement_step(statement)) {
		statement_targets(statement);
		statement->value = read_value(statement);
	}
	if (is_address_part(statement)) {
		buffer_text(&answer->advice, HABIT_ADDRESS);
		return true;
	}
	if (statement->tight && (!statement->value || !foreign_ends(reader)))
		statement->value = rest_of_word(statement);
	struct foreign *value = statement->value;
	if (!value)
		return false;
	if (!foreign_ends(reader)) {
		reader->at = start;
		value = statement->count ? NULL : foreign_operand(reader);
		return value && statement_loose(statement, value);
	}
	const struct habit_call *row = value->kind == FOREIGN_CALL ? habit_call_find(value) : NULL;
	if (!is_foreign_statement(statement))
		return render_method(statement);
	if (render_statement(statement, row)) {
		if (row && row->remark)
			buffer_text(&answer->advice, row->remark);
		return true;
	}
	answer->line.length = 0;
	const char *advice = advice_in(value);
	if (advice)
		buffer_text(&answer->advice, advice);
	return advice != NULL;
}

/* declaration: only what a type of C stands before. */
static bool read_statement(struct habit_text text, struct habit_answer *answer, bool declaration)
{
	struct arena arena = {0};
	while (text.length && strchr("; \t\r", text.text[text.length - 1]))
		text.length--;
	struct statement statement = {
		.reader = {.text = text.text, .end = text.length, .arena = &arena},
		.rendering.out = &answer->line,
	};
	statement.typed = statement_type(&statement.reader);
	bool assigns = text.length && memchr(text.text, '=', text.length);
	bool good = !declaration || statement.typed;
	if (good)
		good = statement.typed && !assigns ? declared(&statement, answer)
						   : read_and_render(&statement, answer);
	if (!good)
		answer->line.length = 0;
	answer->unsure = statement.rendering.unsure;
	arena_free(&arena);
	return good;
}

bool habit_statement(struct habit_text statement, struct habit_answer *answer)
{
	return read_statement(statement, answer, false);
}

bool habit_declaration(struct habit_text statement, struct habit_answer *answer)
{
	return read_statement(statement, answer, true);
}
