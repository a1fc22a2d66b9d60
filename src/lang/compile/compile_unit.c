/*
 * compile_unit: units, lessons, blocks, definitions and tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <string.h>

void compile_block(struct builder *builder, const struct node *block, bool want)
{
	if (block->kind != NODE_BLOCK) {
		compile_statement(builder, block, want);
		return;
	}
	const struct node *mistakes = builder->mistakes;
	builder->mistakes = NULL;
	if (!block->a && want)
		emit(builder, INSTRUCTION_NIL, 0, block->offset);
	for (const struct node *node = block->a; node; node = node->next)
		compile_statement(builder, node, want && !node->next);
	mistakes_end(builder, mistakes);
}

/* The call whose value is the statement's, the last of a pipe; NULL: it is none. */
static const struct node *own_call(const struct node *statement)
{
	if (statement->kind == NODE_PIPE)
		return statement->b;
	return statement->kind == NODE_CALL ? statement : NULL;
}

#define DEFAULT_SHOWN 40 /* bytes of a parameter with its default in a synopsis */

static void add_synopsis(struct buffer *synopsis, const struct node *parameter)
{
	if (!parameter->a)
		buffer_format(synopsis, " %s", parameter->text2);
	else if (strlen(parameter->text2) > DEFAULT_SHOWN || strchr(parameter->text2, '\n'))
		buffer_format(synopsis, " [%s=…]", parameter->text);
	else
		buffer_format(synopsis, " [%s]", parameter->text2);
}

/* All are locals before the first default is worked out, which may need locals itself. */
static void declare_parameters(struct builder *builder, const char *name,
			       const struct node *parameters)
{
	struct code *code = builder->code;
	struct buffer synopsis = {0};
	buffer_text(&synopsis, name);
	for (; parameters; parameters = parameters->next) {
		local_add(builder, parameters->text);
		code->parameter_count++;
		code->required_count += !parameters->a && parameters->kind != NODE_REST;
		code->rest = parameters->kind == NODE_REST;
		add_synopsis(&synopsis, parameters);
	}
	code->synopsis = memory_copy(buffer_cstring(&synopsis), synopsis.length);
	buffer_free(&synopsis);
}

/* The defaults of what is not given. */
static void compile_defaults(struct builder *builder, const struct node *parameters)
{
	for (; parameters; parameters = parameters->next, builder->seen++) {
		if (!parameters->a)
			continue;
		uint32_t given = emit_more(builder, INSTRUCTION_UNLESS_UNSET, 0, builder->seen, 0,
					   parameters->offset);
		compile_value(builder, parameters->a);
		emit(builder, INSTRUCTION_SET_LOCAL, builder->seen, parameters->offset);
		patch(builder, given);
	}
}

struct code *compile_body(struct builder *outer, enum code_kind kind, const char *name,
			  const struct node *parameters, const struct node *body,
			  enum body_shows shows)
{
	struct builder builder;
	builder_begin(&builder, outer, kind, outer->code->source);
	if (kind == CODE_DEFINITION) {
		declare_parameters(&builder, name, parameters);
		collect_assigned(&builder.assigned, parameters);
		collect_assigned(&builder.assigned, body);
		compile_defaults(&builder, parameters);
	} else if (parameters) { /* of serve: the connection */
		local_add(&builder, parameters->text);
		builder.code->parameter_count = 1;
	}
	builder.top = shows != SHOWS_NOTHING;
	if (shows == SHOWS_VALUE)
		builder.own = own_call(body);
	compile_block(&builder, body, true);
	if (shows == SHOWS_VALUE) {
		emit(&builder, INSTRUCTION_DUP, 0, body->offset);
		emit(&builder, INSTRUCTION_SHOW, builder.own ? SHOW_CALL : SHOW_VALUE,
		     body->offset);
	}
	emit(&builder, INSTRUCTION_RETURN, 0, body->offset);
	return builder_end(&builder, name);
}

/* A task is called after the command it starts with, or else as its kind is. */
static const char *task_name(const struct node *node, const char *kind)
{
	while (node->kind == NODE_PIPE || node->kind == NODE_ASSIGN)
		node = node->kind == NODE_PIPE ? node->a : node->b;
	switch (node->kind) {
	case NODE_CALL:
		return node->text;
	case NODE_SHELL:
		return "!";
	case NODE_SERVE:
		return "serve";
	default:
		return kind;
	}
}

static bool shows_value(const struct node *node)
{
	switch (node->kind) {
	case NODE_IF:
	case NODE_TRY:
	case NODE_TIMEOUT:
	case NODE_SERVE:
	case NODE_ASSIGN:
		return false;
	default:
		return true;
	}
}

void compile_task(struct builder *builder, const struct node *node, bool statement)
{
	enum body_shows shows = SHOWS_NOTHING;
	if (builder->top && node->kind == NODE_TASK)
		shows = statement && shows_value(node->a) ? SHOWS_VALUE : SHOWS_CALLS;
	struct code *code =
		compile_body(builder, CODE_TASK, task_name(node->a, "spawn"), NULL, node->a, shows);
	code->place = node->offset;
	emit(builder, INSTRUCTION_SPAWN, child(builder, code), node->offset);
}

static void compile_define(struct builder *builder, const struct node *node)
{
	struct code *code =
		compile_body(builder, CODE_DEFINITION, node->text, node->a, node->b, SHOWS_NOTHING);
	emit_more(builder, INSTRUCTION_DEFINE, child(builder, code),
		  symbol_intern(builder->commands, node->text, strlen(node->text)), 0,
		  node->offset);
}

static void compile_return(struct builder *builder, const struct node *node)
{
	int height = builder->height;
	if (node->a)
		compile_value(builder, node->a);
	else
		emit(builder, INSTRUCTION_NIL, 0, node->offset);
	emit(builder, INSTRUCTION_RETURN, 0, node->offset);
	builder->height = height;
}

/* Statements that give nil. False: the node is another. */
static bool compile_plain(struct builder *builder, const struct node *node)
{
	switch (node->kind) {
	case NODE_ASSIGN:
		compile_assign(builder, node, false);
		return true;
	case NODE_DEFINE:
		compile_define(builder, node);
		return true;
	case NODE_GLOBAL:
		for (const struct node *name = node->a; name; name = name->next)
			symbol_intern(&builder->shared, name->text, strlen(name->text));
		return true;
	case NODE_RETURN:
		compile_return(builder, node);
		return true;
	default:
		return false;
	}
}

void compile_statement(struct builder *builder, const struct node *node, bool want)
{
	if (node->kind == NODE_BLOCK) {
		compile_block(builder, node, want);
		return;
	}
	if (compile_plain(builder, node)) {
		if (want)
			emit(builder, INSTRUCTION_NIL, 0, node->offset);
		return;
	}
	if (compile_control(builder, node, want))
		return;
	if (node->kind == NODE_SPAWN)
		compile_task(builder, node, false);
	else
		compile_value(builder, node);
	if (!want)
		emit(builder, INSTRUCTION_POP, 0, node->offset);
}

/* Where its text begins: an operation's own place is its operator, a call's its command. */
static uint32_t beginning(const struct node *node)
{
	const struct node *first = node;
	while (first) {
		node = first;
		first = node->b && node->b->offset < node->offset ? node->b : node->a;
		if (first && first->offset >= node->offset)
			first = NULL;
	}
	return node->offset;
}

/* A statement of the unit itself: its calls, its value or its task are shown. */
static void compile_top(struct builder *builder, const struct node *node)
{
	uint32_t mark = emit(builder, INSTRUCTION_STATEMENT, 0, beginning(node));
	enum show_mode shown = SHOW_NOTHING;
	builder->top = true;
	builder->own = own_call(node);
	switch (node->kind) {
	case NODE_SPAWN:
	case NODE_TASK:
		compile_task(builder, node, true);
		emit(builder, INSTRUCTION_ANNOUNCE, 0, node->offset);
		break;
	case NODE_CALL:
	case NODE_SHELL:
	case NODE_PIPE:
		compile_value(builder, node);
		shown = SHOW_CALL;
		break;
	default:
		if (node_is_expression(node) || node->kind == NODE_FILTER) {
			compile_value(builder, node);
			shown = SHOW_VALUE;
		} else {
			compile_statement(builder, node, false);
			emit(builder, INSTRUCTION_NIL, 0, node->offset);
		}
	}
	emit(builder, INSTRUCTION_END, shown, node->offset);
	builder->top = false;
	builder->own = NULL;
	patch(builder, mark);
}

enum compile_status compile_tree(const struct node *tree, struct source *source,
				 struct symbols *globals, struct symbols *commands,
				 struct code **code, struct error **error)
{
	struct builder builder;
	uint32_t end = (uint32_t)source->text->length;
	builder_begin(&builder, NULL, CODE_UNIT, source);
	builder.globals = globals;
	builder.commands = commands;
	builder.error = error;
	for (const struct node *node = tree->a; node; node = node->next)
		compile_top(&builder, node);
	mistakes_end(&builder, NULL);
	emit(&builder, INSTRUCTION_NIL, 0, end);
	emit(&builder, INSTRUCTION_RETURN, 0, end);
	*code = builder_end(&builder, tree->a ? task_name(tree->a, "unit") : "unit");
	if (!*error)
		return COMPILE_DONE;
	object_release(*code);
	*code = NULL;
	return COMPILE_ERROR;
}

/* ---- lessons ---- */

static void collect_defined(struct symbols *defined, const struct node *node)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_DEFINE)
			symbol_intern(defined, node->text, strlen(node->text));
		collect_defined(defined, node->a);
		collect_defined(defined, node->b);
		collect_defined(defined, node->c);
	}
}

enum compile_status compile_lesson_tree(const struct node *tree, struct source *source,
					struct symbols *globals, struct symbols *commands,
					struct code **code, struct error **error)
{
	struct builder builder;
	struct symbols defined = {0};
	builder_begin(&builder, NULL, CODE_UNIT, source);
	builder.globals = globals;
	builder.commands = commands;
	builder.error = error;
	builder.lesson = &defined;
	collect_defined(&defined, tree);
	*code = compile_body(&builder, CODE_DEFINITION, "lesson", NULL, tree, SHOWS_NOTHING);
	object_release(builder_end(&builder, "lesson"));
	symbols_free(&defined);
	if (!*error)
		return COMPILE_DONE;
	object_release(*code);
	*code = NULL;
	return COMPILE_ERROR;
}
