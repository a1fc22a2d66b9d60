/*
 * value_set: which values there are, found by a hash of them, so that taking one list from another
 * costs the sum of their lengths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/behaviours.h"
#include "base/hash.h"
#include "base/value_set.h"

/* Of a list so many elements at its beginning are looked at, of what is in it fewer levels. */
#define ELEMENTS_HASHED 32
#define LEVELS_HASHED 2

static uint64_t hash_of(struct value value, unsigned levels);

static uint64_t hash_pair(uint64_t a, uint64_t b)
{
	uint64_t pair[] = {a, b};
	return hash_bytes(pair, sizeof(pair));
}

static uint64_t hash_list(const struct list *list, unsigned levels)
{
	uint64_t hash = list->count;
	for (size_t i = 0; levels && i < list->count && i < ELEMENTS_HASHED; i++)
		hash = hash_pair(hash, hash_of(list_at(list, i), levels - 1));
	return hash;
}

/* A sum, since maps are equal whatever the order of their keys. */
static uint64_t hash_map(const struct map *map, unsigned levels)
{
	uint64_t hash = map_count(map);
	const struct map_entry *entry = levels ? map_first(map) : NULL;
	for (; entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		hash += hash_pair(hash_bytes(key->data, key->length),
				  hash_of(map_value(entry), levels - 1));
	}
	return hash;
}

/* Values of the same class that are equal have the same text. */
static uint64_t hash_text(const struct object *object)
{
	struct buffer text = {0};
	object->behaviour->format(object, &text);
	uint64_t hash = hash_bytes(text.data, text.length);
	buffer_free(&text);
	return hash;
}

/* The same for values that are equal. */
static uint64_t hash_of(struct value value, unsigned levels)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		return value.type;
	case TYPE_BOOL:
		return hash_pair(TYPE_BOOL, value.boolean);
	case TYPE_INT:
		return hash_pair(TYPE_INT, (uint64_t)value.integer);
	case TYPE_BYTES:
		return hash_bytes(value.bytes->data, value.bytes->length);
	case TYPE_LIST:
		return hash_list(value.list, levels);
	case TYPE_MAP:
		return hash_map(value.map, levels);
	default:
		return value.object->behaviour->equal ? hash_text(value.object)
						      : hash_pair(value.type, value.word);
	}
}

#define HASH_KEYCMP(a, b, size)                                                                    \
	(!value_equal(*(const struct value *)(a), *(const struct value *)(b)))
#define uthash_malloc(size) memory_allocate(size)
#include <uthash.h>

struct member {
	struct value value;
	UT_hash_handle hh;
};

struct value_set {
	struct member *table; /* uthash head */
	size_t count;
	struct member members[];
};

static struct member *find(const struct value_set *set, const struct value *value, unsigned hash)
{
	struct member *member;
	HASH_FIND_BYHASHVALUE(hh, set->table, value, sizeof(*value), hash, member);
	return member;
}

struct value_set *value_set_new(size_t most)
{
	struct value_set *set = memory_allocate(sizeof(*set) + most * sizeof(*set->members));
	*set = (struct value_set){0};
	return set;
}

void value_set_add(struct value_set *set, struct value value)
{
	unsigned hash = (unsigned)hash_of(value, LEVELS_HASHED);
	if (find(set, &value, hash))
		return;
	struct member *member = &set->members[set->count++];
	member->value = value;
	HASH_ADD_BYHASHVALUE(hh, set->table, value, sizeof(value), hash, member);
}

bool value_set_has(const struct value_set *set, struct value value)
{
	return find(set, &value, (unsigned)hash_of(value, LEVELS_HASHED));
}

void value_set_free(struct value_set *set)
{
	HASH_CLEAR(hh, set->table);
	free(set);
}
