/*
 * target: what stands before the value of a statement of Python, C or sh: types, names, the sign of
 * an assignment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/statement.h"
#include "lang/read/scan.h"

#include <string.h>

static bool is_type(const char *name, size_t length)
{
	static const char *const types[] = {
		"int",    "char", "long",   "short",   "unsigned", "const",
		"static", "void", "size_t", "ssize_t", "bool",     "auto",
		"let",    "var",  "local",  "my",      "set",      "declare",
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strlen(types[i]) == length && memcmp(types[i], name, length) == 0)
			return true;
	return length > 2 && memcmp(name + length - 2, "_t", 2) == 0;
}

bool statement_type(struct foreign_reader *reader)
{
	size_t before = reader->at, length;
	const char *name;
	bool any = false;
	for (;;) {
		size_t start = reader->at;
		length = foreign_name(reader, &name);
		bool structure = length == 6 && memcmp(name, "struct", 6) == 0;
		if (structure && foreign_name(reader, &name) == 0)
			break;
		if (length == 0 || (!structure && !is_type(name, length))) {
			reader->at = start;
			break;
		}
		any = true;
	}
	while (any && foreign_take(reader, "*"))
		continue;
	foreign_blanks(reader);
	if (any && reader->at < reader->end &&
	    byte_is((unsigned char)reader->text[reader->at], BYTE_LETTER))
		return true;
	reader->at = before;
	return false;
}

/* NAME or $NAME, with fields and indexes. */
static bool is_target(const struct foreign *node)
{
	while (node->kind == FOREIGN_FIELD || node->kind == FOREIGN_INDEX)
		node = node->a;
	return node->kind == FOREIGN_NAME || (node->kind == FOREIGN_VALUE && *node->text == '$');
}

static struct foreign *target(struct foreign_reader *reader)
{
	struct foreign *node = foreign_operand(reader);
	return node && is_target(node) ? node : NULL;
}

/* x++ and x += V: the sign; what stands before the = is taken. */
static bool take_sign(struct statement *statement)
{
	static const char *const signs[] = {"+=", "-=", "*=", "/=", "%="};
	struct foreign_reader *reader = &statement->reader;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (foreign_take(reader, signs[i])) {
			statement->sign = *signs[i];
			return true;
		}
	}
	return false;
}

static bool take_equals(struct statement *statement)
{
	struct foreign_reader *reader = &statement->reader;
	size_t before = reader->at;
	if (take_sign(statement))
		return true;
	if (foreign_take(reader, ":=")) {
		statement->touched = true;
		return true;
	}
	if (foreign_take(reader, "=") && reader->at < reader->end &&
	    reader->text[reader->at] != '=') {
		bool left = !byte_is((unsigned char)reader->text[reader->at - 2], BYTE_BLANK);
		bool right = !byte_is((unsigned char)reader->text[reader->at], BYTE_BLANK);
		statement->touched = left || right;
		statement->tight = left && right;
		return true;
	}
	reader->at = before;
	return false;
}

/* a, b = V, or (a, b) = V; a, = V */
void statement_targets(struct statement *statement)
{
	struct foreign_reader *reader = &statement->reader;
	size_t before = reader->at;
	bool more = true, tuple = foreign_take(reader, "(");
	struct foreign *node;
	while (more && statement->count < TARGETS_MAX && (node = target(reader))) {
		statement->targets[statement->count++] = node;
		more = foreign_take(reader, ",");
		statement->unpacks |= more;
	}
	if (statement->count && (!tuple || foreign_take(reader, ")")) && take_equals(statement))
		return;
	statement->count = 0;
	statement->unpacks = false;
	reader->at = before;
}

bool statement_step(struct statement *statement)
{
	struct foreign_reader *reader = &statement->reader;
	size_t before = reader->at;
	struct foreign *node = target(reader);
	bool up = node && foreign_take(reader, "++"), down = node && foreign_take(reader, "--");
	if ((up || down) && foreign_ends(reader)) {
		statement->targets[0] = node;
		statement->count = 1;
		statement->sign = up ? '+' : '-';
		statement->value = foreign_new(reader->arena, FOREIGN_VALUE, "1", 1);
		return true;
	}
	reader->at = before;
	return false;
}
