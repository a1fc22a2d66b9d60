/*
 * fuzz_parse: any bytes are parsed, or refused with an error that has its place in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* Every node stands in the text and is higher than its children; texts can be read. */
static size_t walk(const struct node *node, size_t length, unsigned below)
{
	size_t sum = 0;
	for (; node; node = node->next) {
		check(node->offset <= length);
		check(node->height < below);
		for (size_t i = 0; i < node->length; i++)
			sum += (unsigned char)node->text[i];
		if (node->kind == NODE_FOR && node->text2)
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
	struct node *tree = NULL;
	struct error *error = NULL;
	enum compile_status status = parse(source, &arena, &tree, &error);
	check((status == COMPILE_DONE) == (tree != NULL));
	check((status == COMPILE_DONE) == (error == NULL));
	if (tree) {
		volatile size_t sum = walk(tree, size, HEIGHT_MAX + 1);
		(void)sum;
	}
	if (error) {
		unsigned line, column;
		const char *text;
		size_t length;
		check(error->offset <= size);
		check(error->source == (struct object *)source);
		source_place(source, error->offset, &line, &column, &text, &length);
		check(line >= 1 && column >= 1 && length <= size);
		object_release(error);
	}
	arena_free(&arena);
	object_release(source);
	return 0;
}
