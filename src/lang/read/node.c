/*
 * node: nodes of the syntax tree, and how high they stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

struct node *node_new(struct parser *parser, enum node_kind kind, uint32_t offset)
{
	struct node *node = arena_allocate(parser->arena, sizeof(*node));
	node->kind = kind;
	node->offset = offset;
	node->height = 1;
	return node;
}

static uint16_t higher(uint16_t height, const struct node *child)
{
	return child && child->height > height ? child->height : height;
}

static struct node *set_height(struct parser *parser, struct node *node, uint16_t children)
{
	if (children >= HEIGHT_MAX) {
		fail(parser, node->offset, "nested deeper than %d", NEST_MAX);
		fail_hint(parser, "break it into statements with variables");
		return NULL;
	}
	node->height = (uint16_t)(children + 1);
	return node;
}

struct node *node_measure(struct parser *parser, struct node *node)
{
	return set_height(parser, node, higher(higher(higher(0, node->a), node->b), node->c));
}

struct node *node_with(struct parser *parser, enum node_kind kind, uint32_t offset, struct node *a,
		       struct node *b, struct node *c)
{
	struct node *node = node_new(parser, kind, offset);
	node->a = a;
	node->b = b;
	node->c = c;
	return node_measure(parser, node);
}

const char *copy_text(struct parser *parser, uint32_t start, uint32_t end)
{
	char *text = arena_allocate(parser->arena, end - start + 1);
	return memcpy(text, parser->text + start, end - start);
}

struct node *node_name(struct parser *parser, enum node_kind kind, uint32_t start, uint32_t end)
{
	struct node *node = node_new(parser, kind, start);
	node->text = copy_text(parser, start, end);
	node->length = end - start;
	return node;
}

struct node *node_bytes(struct parser *parser, uint32_t offset, const char *text, size_t length)
{
	struct node *node = node_new(parser, NODE_BYTES, offset);
	node->text = text;
	node->length = (uint32_t)length;
	return node;
}

void sequence_add(struct sequence *sequence, struct node *node)
{
	if (sequence->last)
		sequence->last->next = node;
	else
		sequence->first = node;
	sequence->last = node;
	sequence->count++;
	sequence->height = higher(sequence->height, node);
}

struct node *node_sequence(struct parser *parser, enum node_kind kind, uint32_t offset,
			   const struct sequence *sequence)
{
	struct node *node = node_new(parser, kind, offset);
	node->a = sequence->first;
	return set_height(parser, node, sequence->height);
}
