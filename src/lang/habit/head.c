/*
 * head: the lines that begin blocks in other languages: if x > 5:, while (1) {, def f(a, b):.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/habit.h"
#include "lang/habit/render.h"

#include <string.h>

/* What follows the word, and what of it stands in typed: %c. */
enum head_kind {
	HEAD_CONDITION,
	HEAD_FOR,
	HEAD_DEFINITION,
	HEAD_WITH,
	HEAD_ALONE,
	HEAD_LINE, /* begins none: typed is the whole line */
};

static const char in_braces[] = "a block stands in { }";
static const char after_brace[] = "it stands on the line of the } before it";

static const struct head {
	const char *word;
	enum head_kind kind;
	const char *typed, *why;
} heads[] = {
	{"if", HEAD_CONDITION, "if %c", in_braces},
	{"while", HEAD_CONDITION, "while %c", in_braces},
	{"unless", HEAD_CONDITION, "if not (%c)", in_braces},
	{"elif", HEAD_CONDITION, "} else if %c", after_brace},
	{"elsif", HEAD_CONDITION, "} else if %c", after_brace},
	{"elseif", HEAD_CONDITION, "} else if %c", after_brace},
	{"for", HEAD_FOR, "for %c", in_braces},
	{"foreach", HEAD_FOR, "for %c", in_braces},
	{"def", HEAD_DEFINITION, "def %c", in_braces},
	{"function", HEAD_DEFINITION, "def %c", in_braces},
	{"func", HEAD_DEFINITION, "def %c", in_braces},
	{"fn", HEAD_DEFINITION, "def %c", in_braces},
	{"else", HEAD_ALONE, "} else", after_brace},
	{"try", HEAD_ALONE, "try", in_braces},
	{"until", HEAD_CONDITION, "while not (%c)", "until waits; this is a loop"},
	{"except", HEAD_ALONE, "} catch e", after_brace},
	{"with", HEAD_WITH, NULL, NULL},
	{"assert", HEAD_LINE, "expect %c", NULL},
	{"expect", HEAD_LINE, "expect %c", NULL},
	{"return", HEAD_LINE, "return %c", NULL},
};

/* What is left begins a block there, or is nothing. */
static bool ends(struct foreign_reader *reader)
{
	if (foreign_take(reader, ":"))
		return true;
	if (!foreign_take(reader, "then"))
		foreign_take(reader, "do");
	return foreign_ends(reader);
}

/* [ A = B ] of sh, after the [. */
static bool render_test(struct foreign_reader *reader, struct rendering *rendering)
{
	static const struct {
		const char *sign, *typed;
	} signs[] = {{"==", "=="}, {"=", "=="},   {"!=", "!="}, {"-eq", "=="}, {"-ne", "!="},
		     {"-lt", "<"}, {"-le", "<="}, {"-gt", ">"}, {"-ge", ">="}};
	foreign_take(reader, "[");
	struct foreign *left = foreign_operand(reader);
	if (left && left->kind == FOREIGN_TEXT && left->length > 1 && *left->text == '$')
		left->kind = FOREIGN_VALUE; /* "$x" */
	if (!left || !render(rendering, left, STAND_OPERAND))
		return false;
	size_t i = 0;
	while (i < sizeof(signs) / sizeof(*signs) && !foreign_take(reader, signs[i].sign))
		i++;
	if (i == sizeof(signs) / sizeof(*signs))
		return false;
	buffer_format(rendering->out, " %s ", signs[i].typed);
	struct foreign *right = foreign_operand(reader);
	if (right && right->kind == FOREIGN_NAME)
		right->kind = FOREIGN_TEXT; /* a bare word is text there */
	return right && render(rendering, right, STAND_OPERAND) && foreign_take(reader, "]");
}

/* What has variables as they are here has bare words that are no variables. */
static bool is_mixed(const struct foreign *node)
{
	bool ours = false, names = false;
	for (node = node->kind == FOREIGN_CHAIN ? node->a : NULL; node; node = node->next) {
		ours |= node->kind == FOREIGN_VALUE && *node->text == '$';
		names |= node->kind == FOREIGN_NAME;
		if (node->kind == FOREIGN_NAME && foreign_is(node, "__name__"))
			return true; /* of Python alone */
	}
	return ours && names;
}

static bool render_condition(struct foreign_reader *reader, struct rendering *rendering)
{
	if (foreign_take(reader, "["))
		return render_test(reader, rendering);
	const struct foreign *condition = foreign_read(reader);
	return condition && !is_mixed(condition) && render(rendering, condition, STAND_VALUE) &&
	       ends(reader);
}

/* Only with a call in it is it known to be no command of ours. */
static bool has_call(const struct foreign *node)
{
	for (; node; node = node->next)
		if (node->kind == FOREIGN_CALL || has_call(node->a))
			return true;
	return false;
}

static bool render_line(const struct head *head, struct foreign_reader *reader,
			struct rendering *rendering)
{
	const struct foreign *value = foreign_read(reader);
	bool known = value && (has_call(value) || strcmp(head->word, "assert") == 0);
	return known && render(rendering, value, STAND_VALUE) && foreign_ends(reader);
}

/* NAME[, NAME] in V */
static bool render_for(struct foreign_reader *reader, struct rendering *rendering)
{
	const char *name;
	size_t length;
	do {
		length = foreign_name(reader, &name);
		buffer_format(rendering->out, "%.*s ", (int)length, name);
	} while (length && foreign_take(reader, ","));
	if (!length || !foreign_take(reader, "in "))
		return false;
	buffer_text(rendering->out, "in ");
	return render_condition(reader, rendering);
}

/* NAME, NAME=V or *NAME */
static bool render_parameter(struct foreign_reader *reader, struct rendering *rendering)
{
	const char *name;
	const bool rest = foreign_take(reader, "*");
	const size_t length = foreign_name(reader, &name);
	buffer_format(rendering->out, " %.*s%s", (int)length, name, rest ? "..." : "");
	if (!length || !foreign_take(reader, "="))
		return length > 0;
	buffer_byte(rendering->out, '=');
	const struct foreign *value = foreign_read(reader);
	return value && render(rendering, value, STAND_ARGUMENT);
}

/* NAME(…) */
static bool render_definition(struct foreign_reader *reader, struct rendering *rendering)
{
	const char *name;
	size_t length = foreign_name(reader, &name);
	buffer_append(rendering->out, name, length);
	if (!length || !foreign_take(reader, "("))
		return false;
	while (!foreign_take(reader, ")")) {
		if (!render_parameter(reader, rendering))
			return false;
		foreign_take(reader, ",");
	}
	return ends(reader);
}

/* with V as NAME: the variable that it makes. */
static bool with(struct foreign_reader *reader, struct habit_answer *answer)
{
	const char *name;
	struct buffer line = {0};
	const struct foreign *value = foreign_read(reader);
	struct rendering rendering = {.out = &line};
	bool good = value && render(&rendering, value, STAND_VALUE) && foreign_take(reader, "as ");
	size_t length = good ? foreign_name(reader, &name) : 0;
	if (length && ends(reader)) {
		buffer_format(&answer->line, "%.*s = %.*s", (int)length, name, (int)line.length,
			      line.data);
		buffer_text(&answer->advice, "a socket stays open until it is closed");
	}
	buffer_free(&line);
	return answer->line.length > 0;
}

/* braces: of an else or a try with its block nothing is known but that something else is wrong. */
static bool render_rest(const struct head *head, struct foreign_reader *reader, bool braces,
			struct rendering *rendering)
{
	switch (head->kind) {
	case HEAD_CONDITION:
		return render_condition(reader, rendering);
	case HEAD_FOR:
		return render_for(reader, rendering);
	case HEAD_DEFINITION:
		return render_definition(reader, rendering);
	case HEAD_LINE:
		return render_line(head, reader, rendering);
	case HEAD_ALONE:
		return !braces && (ends(reader) || reader->text[reader->end - 1] == ':');
	default:
		return ends(reader);
	}
}

static void fill(const struct head *head, const struct buffer *rest, struct habit_answer *answer)
{
	const char *place = strstr(head->typed, "%c");
	size_t before = place ? (size_t)(place - head->typed) : strlen(head->typed);
	buffer_append(&answer->line, head->typed, before);
	if (place) {
		buffer_append(&answer->line, rest->data, rest->length);
		buffer_text(&answer->line, place + 2);
	}
}

bool habit_head(struct habit_text statement, struct habit_answer *answer)
{
	const char *word;
	struct arena arena = {0};
	struct buffer rest = {0};
	struct rendering rendering = {.out = &rest};
	struct foreign_reader reader = {
		.text = statement.text, .end = statement.length, .arena = &arena};
	size_t length = foreign_name(&reader, &word);
	bool good = false;
	for (size_t i = 0; !good && i < sizeof(heads) / sizeof(*heads); i++) {
		if (strlen(heads[i].word) != length || memcmp(heads[i].word, word, length) != 0)
			continue;
		good = heads[i].kind == HEAD_WITH
			       ? with(&reader, answer)
			       : render_rest(&heads[i], &reader, statement.block, &rendering);
		if (good && heads[i].typed)
			fill(&heads[i], &rest, answer);
		bool has_block = statement.block && heads[i].why == in_braces;
		if (good && heads[i].why)
			buffer_text(&answer->advice, has_block ? "here it is" : heads[i].why);
	}
	buffer_free(&rest);
	arena_free(&arena);
	return good;
}
