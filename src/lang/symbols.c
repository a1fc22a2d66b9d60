/*
 * symbols: names with one index for ever, so that nothing is looked up by its string at run time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/grow.h"
#include "handsh/hash_table.h"

#include <string.h>

struct symbol {
	UT_hash_handle hh;
	uint32_t index;
	char name[];
};

uint32_t symbol_intern(struct symbols *symbols, const char *name, size_t length)
{
	struct symbol *symbol;
	HASH_FIND(hh, symbols->table, name, length, symbol);
	if (symbol)
		return symbol->index;
	symbol = arena_allocate(&symbols->arena, sizeof(*symbol) + length + 1);
	memcpy(symbol->name, name, length);
	symbol->index = symbols->count;
	HASH_ADD_KEYPTR(hh, symbols->table, symbol->name, length, symbol);
	symbols->names = grow_array(symbols->names, symbols->count, &symbols->capacity, 16,
				    sizeof(*symbols->names));
	symbols->names[symbols->count] = symbol->name;
	return symbols->count++;
}

bool symbol_find(const struct symbols *symbols, const char *name, uint32_t *index)
{
	struct symbol *symbol;
	HASH_FIND(hh, symbols->table, name, strlen(name), symbol);
	if (symbol)
		*index = symbol->index;
	return symbol != NULL;
}

void symbols_free(struct symbols *symbols)
{
	HASH_CLEAR(hh, symbols->table);
	arena_free(&symbols->arena);
	free(symbols->names);
	*symbols = (struct symbols){0};
}
