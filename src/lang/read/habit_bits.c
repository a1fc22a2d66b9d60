/*
 * habit_bits: an & between two values, where most other languages join their bits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/read/parse.h"

#include <string.h>

#define TRIED_MAX 60 /* bytes of a line that is shown, and so of one that is tried */

/* Where what belongs to the right side ends: its statement, or the bracket around it. */
static uint32_t right_end(const struct parser *parser, uint32_t at)
{
	unsigned open = 0;
	for (; at < parser->end && !strchr("\n\r;{}#", parser->text[at]); at++) {
		char byte = parser->text[at];
		if ((byte == ')' || byte == ']') && open-- == 0)
			break;
		open += byte == '(' || byte == '[';
	}
	while (byte_is(byte_at(parser, at - 1), BYTE_BLANK))
		at--;
	return at;
}

/* & binds looser than arithmetic everywhere, band does not. */
static bool binds_otherwise(const struct node *node)
{
	for (; node; node = node->next) {
		bool arithmetic = node->kind == NODE_BINARY && node->operation < OPERATION_EQUAL;
		const struct node *operands[] = {node->a, node->b};
		for (unsigned i = 0; i < 2 && arithmetic; i++) {
			const struct node *operand = operands[i];
			if (operand->kind == NODE_BINARY && operand->operation == OPERATION_BAND)
				return true;
		}
		if (binds_otherwise(node->a) || binds_otherwise(node->b) ||
		    binds_otherwise(node->c))
			return true;
	}
	return false;
}

/* Is it a line that can be typed, and means the same? */
static bool fits(struct parser *parser, const struct buffer *line)
{
	struct parsed parsed = parse(line->data, line->length, EXTENT_ALL, parser->arena);
	object_release(parsed.error);
	return parsed.status == COMPILE_DONE && !binds_otherwise(parsed.tree);
}

void *habit_bits(struct parser *parser, uint32_t start)
{
	uint32_t at = parser->at, left = at;
	uint32_t right = at + 1, end = right_end(parser, right);
	struct buffer line = {0};
	while (left > start && byte_is(byte_at(parser, left - 1), BYTE_BLANK))
		left--;
	while (byte_is(byte_at(parser, right), BYTE_BLANK))
		right++;
	if (left > start && end > right && end - start <= TRIED_MAX) {
		buffer_append(&line, parser->text + start, left - start);
		buffer_text(&line, " band ");
		buffer_append(&line, parser->text + right, end - right);
	}
	fail(parser, at, "an & after a value that is no call");
	if (line.length && fits(parser, &line))
		fail_hint(parser, "for bits type %s", buffer_cstring(&line));
	else
		fail_hint(
			parser,
			"bits are joined with band, as in $a band $b; an & makes a task of a call");
	buffer_free(&line);
	return NULL;
}
