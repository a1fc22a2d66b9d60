/*
 * scope: which variable a name means. In a unit every name is a global. In a definition a name is
 * its own once assigned, the global before; "either" leaves that to run time, since only the run
 * knows which came first. A task has a copy of every variable its text names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "lang/compile/builder.h"

#include <string.h>

static bool has(const struct symbols *symbols, const char *name, uint32_t *index)
{
	return symbols->table && symbol_find(symbols, name, index);
}

/* What is looked for under the key; what the user calls it. Both lists count alike. */
static uint32_t add(struct builder *builder, const char *key, const char *name)
{
	struct code *code = builder->code;
	code->locals = grow_array(code->locals, code->local_count, &builder->local_capacity, 4,
				  sizeof(*code->locals));
	code->locals[code->local_count++] = memory_copy(name, strlen(name));
	return symbol_intern(&builder->local_names, key, strlen(key));
}

uint32_t local_add(struct builder *builder, const char *name)
{
	return add(builder, name, name);
}

void inner_begin(struct builder *builder, struct inner *inner, const char *name)
{
	struct buffer key = {0}; /* that nobody can write */
	buffer_format(&key, "%s %u", name, builder->code->local_count);
	*inner = (struct inner){builder->inner, name, add(builder, buffer_cstring(&key), name)};
	builder->inner = inner;
	buffer_free(&key);
}

void inner_end(struct builder *builder)
{
	builder->inner = builder->inner->outer;
}

static const struct inner *inner_find(const struct builder *builder, const char *name)
{
	const struct inner *inner = builder->inner;
	while (inner && strcmp(inner->name, name) != 0)
		inner = inner->outer;
	return inner;
}

static struct variable global_variable(struct builder *builder, const char *name)
{
	return (struct variable){CAPTURE_GLOBAL, 0,
				 symbol_intern(builder->globals, name, strlen(name))};
}

/* A task's own copy, made when it starts from what the name means to its starter. */
static struct variable task_variable(struct builder *builder, const char *name)
{
	uint32_t local;
	if (has(&builder->local_names, name, &local))
		return (struct variable){CAPTURE_LOCAL, local, 0};
	struct variable outer = variable_read(builder->outer, name);
	local = local_add(builder, name);
	struct code *code = builder->code;
	code->captures = grow_array(code->captures, code->capture_count, &builder->capture_capacity,
				    4, sizeof(*code->captures));
	code->captures[code->capture_count++] =
		(struct capture){(uint8_t)outer.from, outer.local, outer.global, local};
	return (struct variable){CAPTURE_LOCAL, local, 0};
}

static uint32_t definition_local(struct builder *builder, const char *name)
{
	uint32_t local;
	if (has(&builder->local_names, name, &local))
		return local;
	return local_add(builder, name);
}

/* env is one for the whole shell: what is put into it anywhere reaches the programs that are run. */
static bool is_everywhere(const char *name)
{
	return strcmp(name, "env") == 0;
}

struct variable variable_read(struct builder *builder, const char *name)
{
	uint32_t index;
	const struct inner *inner = inner_find(builder, name);
	if (inner)
		return (struct variable){CAPTURE_LOCAL, inner->local, 0};
	if (builder->code->kind == CODE_UNIT || has(&builder->shared, name, &index))
		return global_variable(builder, name);
	if (builder->code->kind == CODE_TASK) {
		if (is_everywhere(name) &&
		    variable_read(builder->outer, name).from == CAPTURE_GLOBAL)
			return global_variable(builder, name);
		return task_variable(builder, name);
	}
	bool own = has(&builder->local_names, name, &index);
	if (own && index < builder->seen)
		return (struct variable){CAPTURE_LOCAL, index, 0};
	struct variable variable = global_variable(builder, name);
	if (own && index < builder->code->parameter_count)
		return variable;
	if (has(&builder->assigned, name, &index) && !is_everywhere(name)) {
		variable.from = CAPTURE_EITHER;
		variable.local = definition_local(builder, name);
	}
	return variable;
}

struct variable variable_write(struct builder *builder, const char *name)
{
	struct variable variable = variable_read(builder, name);
	if (variable.from == CAPTURE_EITHER)
		variable.from = CAPTURE_LOCAL;
	return variable;
}

static void collect_name(struct symbols *assigned, const char *name)
{
	symbol_intern(assigned, name, strlen(name));
}

static void collect_target(struct symbols *assigned, const struct node *target)
{
	const struct node *name = target->kind == NODE_NAMES ? target->a : NULL;
	for (; name; name = name->next)
		collect_name(assigned, name->text);
	while (target->kind == NODE_FIELD || target->kind == NODE_INDEX)
		target = target->a;
	if (target->kind == NODE_VARIABLE)
		collect_name(assigned, target->text);
}

/* The bodies of tasks and definitions inside assign variables of their own. */
void collect_assigned(struct symbols *assigned, const struct node *node)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_DEFINE || node->kind == NODE_SPAWN ||
		    node->kind == NODE_SERVE || node->kind == NODE_TASK)
			continue;
		if (node->kind == NODE_ASSIGN)
			collect_target(assigned, node->a);
		if (node->kind == NODE_FOR) {
			collect_name(assigned, node->text);
			if (node->text2)
				collect_name(assigned, node->text2);
		}
		if (node->kind == NODE_CATCH && node->text)
			collect_name(assigned, node->text);
		collect_assigned(assigned, node->a);
		collect_assigned(assigned, node->b);
		collect_assigned(assigned, node->c);
	}
}
