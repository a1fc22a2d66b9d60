/*
 * compile_note: code for the condition of a lesson's step, with notes (handsh/note.h) of what it
 * finds: the parts of it that decide, down to comparisons, filters and single values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/note.h"

#include <string.h>

#include "lang/compile/builder.h"

/* ---- phrases ---- */

static void put_phrase(const struct node *node, struct buffer *text);

/* The number of calls that fit: of len (filter c in (calls) { … }). */
static void put_call(const struct node *node, struct buffer *text)
{
	const struct node *first = node->a;
	if (first && first->kind == NODE_FILTER && strcmp(node->text, "len") == 0) {
		buffer_text(text, "the number of ");
		put_phrase(first->a, text);
		buffer_text(text, " that fit");
		return;
	}
	if (node->b)
		buffer_format(text, "%s.", node->b->text);
	buffer_text(text, node->text);
	for (; first; first = first->next) {
		buffer_byte(text, ' ');
		put_phrase(first, text);
	}
}

static void put_phrase(const struct node *node, struct buffer *text)
{
	switch (node->kind) {
	case NODE_VARIABLE:
		buffer_text(text, node->text);
		break;
	case NODE_FIELD:
		put_phrase(node->a, text);
		buffer_format(text, ".%s", node->text);
		break;
	case NODE_BYTES:
		buffer_append(text, node->text, node->length);
		break;
	case NODE_INT:
		buffer_int(text, node->integer);
		break;
	case NODE_CALL:
		put_call(node, text);
		break;
	default:
		buffer_text(text, "…");
	}
}

/* Empty for what is said only in many words. */
static struct value phrase(const struct node *node)
{
	struct buffer text = {0};
	if (node->kind == NODE_VARIABLE || node->kind == NODE_FIELD || node->kind == NODE_CALL)
		put_phrase(node, &text);
	return value_bytes(bytes_from(&text));
}

/* ---- what a filter's block asks of an element ---- */

static struct value constant_of(const struct node *node)
{
	switch (node->kind) {
	case NODE_BYTES:
		return value_bytes(bytes_new(node->text, node->length));
	case NODE_INT:
		return value_int(node->integer);
	case NODE_TRUE:
	case NODE_FALSE:
		return value_bool(node->kind == NODE_TRUE);
	default:
		return VALUE_UNSET;
	}
}

/* The fields of the element that the node is, from its name on; NULL: it is something else. */
static struct list *fields_of(const struct node *node, const char *element)
{
	if (node->kind == NODE_VARIABLE && strcmp(node->text, element) == 0)
		return list_new(0);
	struct list *list = node->kind == NODE_FIELD ? fields_of(node->a, element) : NULL;
	return list ? list_append(list, value_bytes(bytes_new(node->text, node->length))) : NULL;
}

static const char *const operators[] = {
	[OPERATION_EQUAL] = "==",  [OPERATION_DIFFERENT] = "!=",
	[OPERATION_LESS] = "<",    [OPERATION_LESS_EQUAL] = "<=",
	[OPERATION_GREATER] = ">", [OPERATION_GREATER_EQUAL] = ">=",
	[OPERATION_IN] = "in",
};

static struct value operator_of(const struct node *node)
{
	return value_bytes(bytes_text(operators[node->operation]));
}

/* 'SYN' in $p.flags has the element on its right. */
static struct list *add_want(struct list *wants, const struct node *node, const char *element)
{
	bool right = node->operation == OPERATION_IN;
	struct list *fields = fields_of(right ? node->b : node->a, element);
	struct value wanted = fields ? constant_of(right ? node->a : node->b) : VALUE_UNSET;
	if (wanted.type == TYPE_UNSET || !fields->count) {
		object_release(fields);
		return wants;
	}
	const struct value want[WANT_PARTS] = {
		[WANT_FIELDS] = value_object(TYPE_LIST, fields),
		[WANT_OPERATOR] = operator_of(node),
		[WANT_CONSTANT] = wanted,
	};
	return list_append(wants, value_object(TYPE_LIST, list_from(want, WANT_PARTS)));
}

static struct list *collect_wants(struct list *wants, const struct node *node, const char *element)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_FILTER || node->kind == NODE_NOT)
			continue;
		if (node_is_comparison(node))
			wants = add_want(wants, node, element);
		wants = collect_wants(wants, node->a, element);
		wants = collect_wants(wants, node->b, element);
		wants = collect_wants(wants, node->c, element);
	}
	return wants;
}

/* ---- notes ---- */

static void note(struct builder *builder, const struct value *about, size_t count, uint32_t offset)
{
	struct value list = value_object(TYPE_LIST, list_from(about, count));
	emit(builder, INSTRUCTION_NOTE, constant(builder, list), offset);
}

#define NOTE(builder, offset, ...)                                                                 \
	note(builder, (const struct value[]){__VA_ARGS__},                                         \
	     sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value), offset)

void note_through(struct builder *builder, const struct node *filter)
{
	NOTE(builder, filter->offset, value_int(NOTE_THROUGH), phrase(filter->a));
}

void note_failure(struct builder *builder, uint32_t offset)
{
	NOTE(builder, offset, value_int(NOTE_FAILURE));
}

static void compile_both(struct builder *builder, const struct node *node, bool wanted)
{
	compile_noted(builder, node->a, wanted);
	enum instruction which = node->kind == NODE_AND ? INSTRUCTION_AND : INSTRUCTION_OR;
	uint32_t jump = emit(builder, which, 0, node->offset);
	compile_noted(builder, node->b, wanted);
	patch(builder, jump);
}

static void compile_compared(struct builder *builder, const struct node *node, bool wanted)
{
	compile_value(builder, node->a);
	compile_value(builder, node->b);
	NOTE(builder, node->offset, value_int(NOTE_SIDES), operator_of(node), phrase(node->a),
	     phrase(node->b));
	emit(builder, operation_instruction(node->operation), 0, node->offset);
	NOTE(builder, node->offset, value_int(NOTE_HELD), value_bool(wanted));
}

static void compile_sought(struct builder *builder, const struct node *node, bool wanted)
{
	const struct node *outer = builder->noted;
	const char *element = node->text2 ? node->text2 : node->text;
	builder->noted = node;
	compile_value(builder, node);
	builder->noted = outer;
	struct list *wants = collect_wants(list_new(0), node->b, element);
	NOTE(builder, node->offset, value_int(NOTE_KEPT), value_object(TYPE_LIST, wants),
	     value_bool(wanted));
}

static void compile_last(struct builder *builder, const struct node *block, bool wanted)
{
	const struct node *node = block->a;
	if (!node) {
		emit(builder, INSTRUCTION_NIL, 0, block->offset);
		return;
	}
	for (; node->next; node = node->next)
		compile_statement(builder, node, false);
	compile_noted(builder, node, wanted);
}

void compile_noted(struct builder *builder, const struct node *node, bool wanted)
{
	switch (node->kind) {
	case NODE_BLOCK:
		compile_last(builder, node, wanted);
		return;
	case NODE_AND:
	case NODE_OR:
		compile_both(builder, node, wanted);
		return;
	case NODE_NOT:
		compile_noted(builder, node->a, !wanted);
		emit(builder, INSTRUCTION_NOT, 0, node->offset);
		return;
	case NODE_FILTER:
		compile_sought(builder, node, wanted);
		return;
	default:
		break;
	}
	if (node_is_comparison(node)) {
		compile_compared(builder, node, wanted);
		return;
	}
	compile_statement(builder, node, true);
	NOTE(builder, node->offset, value_int(NOTE_TRUTH), phrase(node), value_bool(wanted));
}
