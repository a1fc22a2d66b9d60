/*
 * survey: see handsh/survey.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/survey.h"

#include <limits.h>
#include <stdlib.h>

#include "handsh/grow.h"
#include "lang/tree.h"

struct walk {
	struct surveyor *surveyor;
	struct survey_place place;
	struct survey_argument *arguments; /* of the call that is being told */
	unsigned capacity;
};

static void go_on(struct walk *walk, const struct node *node);

static struct survey_place *place_of(struct walk *walk, const struct node *node)
{
	walk->place.offset = node->offset;
	return &walk->place;
}

/* What follows is caught, or expected to fail; or not any more. */
static void go_on_tolerated(struct walk *walk, const struct node *node, bool tolerated)
{
	bool before = walk->place.tolerated;
	walk->place.tolerated |= tolerated;
	go_on(walk, node);
	walk->place.tolerated = before;
}

/* ---- calls ---- */

static struct survey_call call_of(struct walk *walk, const struct node *node, bool piped)
{
	struct survey_call call = {.name = node->text, .piped = piped};
	for (const struct node *argument = node->a; argument; argument = argument->next) {
		walk->arguments = grow_array(walk->arguments, call.count, &walk->capacity, 8,
					     sizeof(*walk->arguments));
		bool bytes = argument->kind == NODE_BYTES;
		walk->arguments[call.count++] = (struct survey_argument){
			bytes ? argument->text : NULL, bytes ? argument->length : 0,
			argument->flag_option};
	}
	call.arguments = walk->arguments;
	return call;
}

static void tell_call(struct walk *walk, const struct node *node, bool piped)
{
	if (node->kind == NODE_CALL) {
		struct survey_call call = call_of(walk, node, piped);
		walk->surveyor->call(walk->surveyor, place_of(walk, node), &call);
	}
	go_on(walk, node->b);
	if (node->kind == NODE_CALL)
		go_on(walk, node->a);
}

/* ---- names ---- */

static void set_all(struct walk *walk, const struct node *names)
{
	for (; names; names = names->next)
		walk->surveyor->set(walk->surveyor, names->text);
}

/* The keys of l[$i].name = V are read, the variable is set. */
static void tell_target(struct walk *walk, const struct node *target)
{
	if (target->kind == NODE_NAMES) {
		set_all(walk, target->a);
		return;
	}
	for (; target->kind != NODE_VARIABLE; target = target->a)
		go_on(walk, target->kind == NODE_INDEX ? target->b : NULL);
	set_all(walk, target);
}

static void tell_assignment(struct walk *walk, const struct node *node)
{
	tell_target(walk, node->a);
	if (node->a->kind == NODE_VARIABLE && node->b->kind == NODE_CALL) {
		struct survey_call call = call_of(walk, node->b, false);
		walk->surveyor->assign(walk->surveyor, node->a->text, &call);
	}
	go_on(walk, node->b);
}

static void tell_loop(struct walk *walk, const struct node *node)
{
	const struct node *condition = node->a;
	if (condition->kind == NODE_ASSIGN && condition->a->kind == NODE_VARIABLE &&
	    condition->b->kind == NODE_CALL) {
		const struct node *socket = condition->b->b;
		struct survey_call call = call_of(walk, condition->b, false);
		walk->surveyor->loop(walk->surveyor, place_of(walk, node), condition->a->text,
				     socket ? socket->text : NULL, &call);
	}
	go_on(walk, node->a);
	go_on(walk, node->b);
}

static void tell_definition(struct walk *walk, const struct node *node)
{
	unsigned least = 0, most = 0;
	struct buffer required = {0};
	for (const struct node *parameter = node->a; parameter; parameter = parameter->next) {
		if (parameter->kind != NODE_REST && !parameter->a) {
			buffer_format(&required, "%s ", parameter->text);
			least++;
		}
		most = parameter->kind == NODE_REST ? UINT_MAX : most + 1;
		walk->surveyor->set(walk->surveyor, parameter->text);
		go_on(walk, parameter->a);
	}
	walk->surveyor->define(walk->surveyor, node->text, buffer_cstring(&required), least, most);
	buffer_free(&required);
	go_on(walk, node->b);
}

/* ---- forms ---- */

static void tell_try(struct walk *walk, const struct node *node)
{
	go_on_tolerated(walk, node->a, node->b || !node->c);
	go_on(walk, node->b);
	go_on(walk, node->c);
}

static void tell_catch(struct walk *walk, const struct node *node)
{
	if (node->text) {
		walk->surveyor->set(walk->surveyor, node->text);
		if (!node->a)
			walk->surveyor->catches(walk->surveyor, place_of(walk, node), node->text);
	}
	go_on(walk, node->b);
}

static void tell_each(struct walk *walk, const struct node *node)
{
	walk->surveyor->set(walk->surveyor, node->text);
	if (node->text2)
		walk->surveyor->set(walk->surveyor, node->text2);
	go_on(walk, node->a);
	go_on(walk, node->b);
}

/* Of a step or a mistake: its variables are the learner's, and an error is "not yet". */
static void tell_condition(struct walk *walk, const struct node *node)
{
	go_on(walk, node->a);
	go_on_tolerated(walk, node->b, true);
}

static void tell_rest(struct walk *walk, const struct node *node)
{
	switch (node->kind) {
	case NODE_GLOBAL:
		break;
	case NODE_SERVE:
		set_all(walk, node->c);
		go_on(walk, node->b);
		go_on(walk, node->a);
		break;
	case NODE_STEP:
		if (walk->surveyor->step)
			walk->surveyor->step(walk->surveyor);
		tell_condition(walk, node);
		break;
	case NODE_MISTAKE:
		tell_condition(walk, node);
		break;
	case NODE_FAILS:
		go_on(walk, node->a);
		go_on_tolerated(walk, node->b, true);
		break;
	default:
		go_on(walk, node->a);
		go_on(walk, node->b);
		go_on(walk, node->c);
	}
}

static void tell(struct walk *walk, const struct node *node)
{
	switch (node->kind) {
	case NODE_VARIABLE:
		walk->surveyor->read(walk->surveyor, place_of(walk, node), node->text);
		break;
	case NODE_CALL:
		tell_call(walk, node, false);
		break;
	case NODE_PIPE:
		go_on(walk, node->a);
		tell_call(walk, node->b, true);
		break;
	case NODE_ASSIGN:
		tell_assignment(walk, node);
		break;
	case NODE_WHILE:
		tell_loop(walk, node);
		break;
	case NODE_DEFINE:
		tell_definition(walk, node);
		break;
	case NODE_TRY:
		tell_try(walk, node);
		break;
	case NODE_CATCH:
		tell_catch(walk, node);
		break;
	case NODE_FOR:
	case NODE_FILTER:
		tell_each(walk, node);
		break;
	default:
		tell_rest(walk, node);
	}
}

/* The node, and those after it. */
static void go_on(struct walk *walk, const struct node *node)
{
	for (; node; node = node->next)
		tell(walk, node);
}

void survey_tree(const struct node *tree, struct source *source, struct surveyor *surveyor)
{
	struct walk walk = {.surveyor = surveyor, .place.source = source};
	go_on(&walk, tree);
	free(walk.arguments);
}

struct error *survey(struct source *source, struct surveyor *surveyor)
{
	struct arena arena = {0};
	struct parsed parsed = parse(source->text->data, source->text->length, EXTENT_ALL, &arena);
	if (parsed.status == COMPILE_DONE)
		survey_tree(parsed.tree, source, surveyor);
	else
		parsed.error->source = object_retain(source);
	arena_free(&arena);
	return parsed.error;
}
