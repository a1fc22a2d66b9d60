/*
 * fuzz_parse: any bytes are parsed, or refused with an error that has its place in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <string.h>

#include "target.h"

/* Every node stands in the text and is higher than its children; texts can be read. */
static size_t walk(const struct node *node, size_t length, unsigned below)
{
	size_t sum = 0;
	for (; node; node = node->next) {
		check(node->offset <= length);
		check(node->height < below);
		for (size_t i = 0; i < node->length; i++)
			sum += (unsigned char)node->text[i];
		bool texts = node->kind == NODE_FOR || node->kind == NODE_FILTER ||
			     node->kind == NODE_PARAMETER || node->kind == NODE_REST;
		if (texts && node->text2)
			sum += strlen(node->text2);
		sum += walk(node->a, length, node->height);
		sum += walk(node->b, length, node->height);
		sum += walk(node->c, length, node->height);
	}
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_new(NULL, bytes_new(data, size), 1);
	struct arena arena = {0};
	struct parsed parsed = parse(source->text->data, size, EXTENT_ALL, &arena);
	check((parsed.status == COMPILE_DONE) == (parsed.tree != NULL));
	check((parsed.status == COMPILE_DONE) == (parsed.error == NULL));
	check(parsed.length == size);
	if (parsed.tree) {
		volatile size_t sum = walk(parsed.tree, size, HEIGHT_MAX + 1);
		(void)sum;
	}
	if (parsed.error) {
		unsigned line, column;
		const char *text;
		size_t length;
		check(parsed.error->offset <= size);
		source_place(source, parsed.error->offset, &line, &column, &text, &length);
		check(line >= 1 && column >= 1 && length <= size);
		object_release(parsed.error);
	}
	arena_free(&arena);
	object_release(source);
	return 0;
}
