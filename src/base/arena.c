/*
 * arena: objects that live and die together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/base.h"

/* In a STRESS build every object has a block of its own, which the sanitizer watches. */
#ifdef HANDSH_STRESS
#define BLOCK_SIZE ((size_t)1)
#else
#define BLOCK_SIZE ((size_t)16 << 10)
#endif
#define BLOCK_KEPT ((size_t)1 << 20) /* a larger one is not kept for reuse */

struct arena_block {
	struct arena_block *older;
	size_t size;
	alignas(max_align_t) char data[];
};

static size_t rounded(size_t size)
{
	return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

static void add_block(struct arena *arena, size_t size)
{
	size = size < BLOCK_SIZE ? BLOCK_SIZE : size;
	struct arena_block *block = memory_allocate(sizeof(*block) + size);
	block->older = arena->block;
	block->size = size;
	arena->block = block;
	arena->next = block->data;
	arena->end = block->data + size;
}

void *arena_allocate(struct arena *arena, size_t size)
{
	size = rounded(size ? size : 1);
	if ((size_t)(arena->end - arena->next) < size)
		add_block(arena, size);
	void *object = arena->next;
	arena->next += size;
	return memset(object, 0, size);
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;
		free(block);
		block = older;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_block *block = arena->block;
	if (!block)
		return;
	if (block->size > BLOCK_KEPT) {
		arena_free(arena);
		return;
	}
	free_blocks(block->older);
	block->older = NULL;
	arena->next = block->data;
	arena->end = block->data + block->size;
}

void arena_free(struct arena *arena)
{
	free_blocks(arena->block);
	*arena = (struct arena){0};
}
