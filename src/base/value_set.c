/*
 * value_set: which values there are, found by a hash of them, so that taking one list from another
 * costs the sum of their lengths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/behaviours.h"
#include "base/value_set.h"
#include "handsh/hash.h"

/* Of a list so many elements at its beginning are looked at, of what is in it fewer levels. */
#define ELEMENTS_HASHED 32
#define LEVELS_HASHED 2

static uint64_t hash_of(const void *key, struct value value, unsigned levels);

static uint64_t hash_pair(const void *key, uint64_t a, uint64_t b)
{
	uint64_t pair[] = {a, b};
	return hash_bytes(key, pair, sizeof(pair));
}

static uint64_t hash_list(const void *key, const struct list *list, unsigned levels)
{
	uint64_t hash = list->count;
	for (size_t i = 0; levels && i < list->count && i < ELEMENTS_HASHED; i++)
		hash = hash_pair(key, hash, hash_of(key, list_at(list, i), levels - 1));
	return hash;
}

/* A sum, since maps are equal whatever the order of their keys. */
static uint64_t hash_map(const void *key, const struct map *map, unsigned levels)
{
	uint64_t hash = map_count(map);
	const struct map_entry *entry = levels ? map_first(map) : NULL;
	for (; entry; entry = map_next(entry)) {
		const struct bytes *name = map_key(entry);
		hash += hash_pair(key, hash_bytes(key, name->data, name->length),
				  hash_of(key, map_value(entry), levels - 1));
	}
	return hash;
}

/* Values of the same class that are equal have the same text. */
static uint64_t hash_text(const void *key, const struct object *object)
{
	struct buffer text = {0};
	object->behaviour->format(object, &text);
	uint64_t hash = hash_bytes(key, text.data, text.length);
	buffer_free(&text);
	return hash;
}

/* The same for values that are equal. */
static uint64_t hash_of(const void *key, struct value value, unsigned levels)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		return value.type;
	case TYPE_BOOL:
		return hash_pair(key, TYPE_BOOL, value.boolean);
	case TYPE_INT:
		return hash_pair(key, TYPE_INT, (uint64_t)value.integer);
	case TYPE_BYTES:
		return hash_bytes(key, value.bytes->data, value.bytes->length);
	case TYPE_LIST:
		return hash_list(key, value.list, levels);
	case TYPE_MAP:
		return hash_map(key, value.map, levels);
	default:
		return value.object->behaviour->equal ? hash_text(key, value.object)
						      : hash_pair(key, value.type, value.word);
	}
}

/*
 * A table of our own, since it is the memory that costs: a place takes 8 bytes, with uthash a
 * member would take 88, and a difference of a million ints five times as long.
 */
struct entry {
	uint32_t hash;
	uint32_t member; /* 1 + its index in the list; 0: free */
};

struct value_set {
	const struct list *list;
	const void *key; /* of the hash */
	uint32_t mask;   /* the number of entries, a power of two, less one */
	struct entry entries[];
};

struct value_set *value_set_new(const struct list *list)
{
	size_t count = 4;
	while (count < list->count + list->count / 2)
		count *= 2;
	struct value_set *set = memory_zeroed(1, sizeof(*set) + count * sizeof(*set->entries));
	set->list = list;
	set->key = hash_key();
	set->mask = (uint32_t)count - 1;
	return set;
}

/* Where the value is, or the free place where it would be. */
static struct entry *find(struct value_set *set, struct value value, uint32_t hash)
{
	uint32_t i = hash & set->mask;
	for (;; i = (i + 1) & set->mask) {
		struct entry *entry = &set->entries[i];
		if (!entry->member || (entry->hash == hash &&
				       value_equal(list_at(set->list, entry->member - 1), value)))
			return entry;
	}
}

void value_set_add(struct value_set *set, size_t index)
{
	struct value value = list_at(set->list, index);
	uint32_t hash = (uint32_t)hash_of(set->key, value, LEVELS_HASHED);
	struct entry *entry = find(set, value, hash);
	if (!entry->member)
		*entry = (struct entry){hash, (uint32_t)index + 1};
}

bool value_set_has(struct value_set *set, struct value value)
{
	return find(set, value, (uint32_t)hash_of(set->key, value, LEVELS_HASHED))->member;
}

void value_set_free(struct value_set *set)
{
	free(set);
}
