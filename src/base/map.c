/*
 * map: maps from bytes to values, in the order in which the keys came.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"
#include "handsh/hash.h"

#include "handsh/hash_table.h"
#include "handsh/walk.h"

/*
 * A table grows by a bucket at a time, so that no entry that is added has to wait until all others
 * have moved (W. Litwin, "Linear hashing", 1980): of a hash so many bits count that they are the
 * place of a bucket, or, where that is still to come, one bit less.
 */
static unsigned bucket_of(unsigned hash, unsigned buckets)
{
	unsigned half = 1U << (31 - __builtin_clz(buckets));
	unsigned place = hash & (2 * half - 1);
	return place < buckets ? place : place - half;
}
#undef HASH_TO_BKT
#define HASH_TO_BKT(hash, buckets, place) ((place) = bucket_of(hash, buckets))

#define BUCKETS_MOST (1U << 30)

struct map_entry {
	struct bytes *key;
	struct value value;
	UT_hash_handle hh;
};

/* Gives its value. */
static struct value free_entry(struct map_entry *entry)
{
	struct value value = entry->value;
	object_release(entry->key);
	free(entry);
	return value;
}

struct map_entry *map_take_apart(struct map *map)
{
	struct map_entry *entries = map->entries;
	HASH_CLEAR(hh, map->entries); /* frees the table; the entries are still linked */
	free(map);
	return entries;
}

struct map_entry *map_entry_free(struct map_entry *entry, struct value *value)
{
	struct map_entry *next = entry->hh.next;
	*value = free_entry(entry);
	return next;
}

static void destroy(struct object *object)
{
	struct map_entry *entry = map_take_apart((struct map *)object);
	struct value value;
	while (entry) {
		entry = map_entry_free(entry, &value);
		value_release(value);
	}
}

static bool equal(const struct object *a, const struct object *b)
{
	return container_equal(value_object(TYPE_MAP, (struct object *)a),
			       value_object(TYPE_MAP, (struct object *)b));
}

static void format(const struct object *object, struct buffer *buffer)
{
	container_format(value_object(TYPE_MAP, (struct object *)object), buffer);
}

const struct behaviour map_behaviour = {.destroy = destroy, .equal = equal, .format = format};

struct map *map_new(void)
{
	struct map *map = memory_allocate(sizeof(*map));
	*map = (struct map){.object = {&map_behaviour, 1}, .depth = 1, .hash_key = hash_key()};
	return map;
}

size_t map_count(const struct map *map)
{
	return HASH_COUNT(map->entries);
}

/* No key that is in a map is longer than MAP_KEY_MAX: what one that is has for a hash is no matter. */
static unsigned hash_in(const struct map *map, const void *key, size_t length)
{
	return length > MAP_KEY_MAX ? 0 : (unsigned)hash_bytes(map->hash_key, key, length);
}

static struct map_entry *find(const struct map *map, const void *key, size_t length, unsigned hash)
{
	struct map_entry *entry;
	HASH_FIND_BYHASHVALUE(hh, map->entries, key, length, hash, entry);
	return entry;
}

struct value *map_find(const struct map *map, const void *key, size_t length)
{
	struct map_entry *entry = find(map, key, length, hash_in(map, key, length));
	return entry ? &entry->value : NULL;
}

bool map_get(const struct map *map, const void *key, size_t length, struct value *value)
{
	const struct map_entry *entry = find(map, key, length, hash_in(map, key, length));
	if (entry)
		*value = entry->value;
	return entry;
}

/* The depth stays what it was when something deep goes, unless that is much. */
static void settle_depth(struct map *map)
{
	if (map->depth < DEPTH_BOUND)
		return;
	map->depth = 1;
	for (const struct map_entry *entry = map->entries; entry; entry = entry->hh.next)
		map->depth = container_depth(map->depth, entry->value);
}

static void move(UT_hash_handle *handle, UT_hash_bucket *bucket)
{
	handle->hh_prev = NULL;
	handle->hh_next = bucket->hh_head;
	if (bucket->hh_head)
		bucket->hh_head->hh_prev = handle;
	bucket->hh_head = handle;
	bucket->count++;
}

/* Adds a bucket. It takes its entries from the one where they were as long as it did not exist. */
static void add_bucket(UT_hash_table *table)
{
	unsigned last = table->num_buckets, half = 1U << (31 - __builtin_clz(last));
	if (last == half)
		table->buckets =
			memory_resize(table->buckets, 2 * (size_t)last * sizeof(*table->buckets));
	UT_hash_bucket *from = &table->buckets[last - half], *to = &table->buckets[last];
	UT_hash_handle *handle = from->hh_head, *next;
	*to = (UT_hash_bucket){0};
	from->hh_head = NULL;
	from->count = 0;
	table->num_buckets++;
	for (; handle; handle = next) {
		next = handle->hh_next;
		move(handle, bucket_of(handle->hashv, last + 1) == last ? to : from);
	}
}

/* Buckets for so many entries, of which some are there. */
static void reserve(struct map *map, size_t count)
{
	UT_hash_table *table = map->entries->hh.tbl;
	unsigned buckets = table->num_buckets;
	while (buckets < count && buckets < BUCKETS_MOST)
		buckets *= 2;
	if (buckets == table->num_buckets)
		return;
	free(table->buckets);
	table->buckets = memory_zeroed(buckets, sizeof(*table->buckets));
	table->num_buckets = buckets;
	for (struct map_entry *entry = map->entries; entry; entry = entry->hh.next)
		move(&entry->hh, &table->buckets[bucket_of(entry->hh.hashv, buckets)]);
}

/* Of a key that is not in it. Takes key and value. */
static void add(struct map *map, struct bytes *key, unsigned hash, struct value value)
{
	struct map_entry *entry = memory_allocate(sizeof(*entry));
	map->depth = container_depth(map->depth, value);
	entry->key = key;
	entry->value = value;
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, map->entries, key->data, key->length, hash, entry);
	UT_hash_table *table = map->entries->hh.tbl;
	table->noexpand = 1;
	if (table->num_items > table->num_buckets && table->num_buckets < BUCKETS_MOST)
		add_bucket(table);
}

/* Takes key and value. */
static void put(struct map *map, struct bytes *key, unsigned hash, struct value value,
		struct dismantling *rest)
{
	struct map_entry *entry = find(map, key->data, key->length, hash);
	value.flags = 0;
	if (entry) {
		dismantling_release(rest, entry->value);
		entry->value = value;
		object_release(key);
		map_changed(map, value);
		return;
	}
	add(map, key, hash, value);
}

void map_add_entry(struct map *map, const struct map_entry *entry, size_t most)
{
	add(map, object_retain(entry->key), entry->hh.hashv, value_retain(entry->value));
	if (map_count(map) == 1)
		reserve(map, most);
}

/* A map that may be changed: map itself, or a copy of it. */
static struct map *writable(struct map *map)
{
	if (map->object.references == 1)
		return map;
	struct map *copy = memory_allocate(sizeof(*copy));
	*copy = (struct map){
		.object = {&map_behaviour, 1}, .depth = map->depth, .hash_key = map->hash_key};
	for (const struct map_entry *entry = map->entries; entry; entry = entry->hh.next)
		map_add_entry(copy, entry, map_count(map));
	object_release(map);
	return copy;
}

struct map *map_put(struct map *map, struct bytes *key, struct value value)
{
	map = writable(map);
	if (key->owner || (key->object.references == 1 && key->capacity > 2 * key->length + 64)) {
		/* Keys live long: one must not keep the message alive that it was cut from. */
		struct bytes *small = bytes_new(key->data, key->length);
		object_release(key);
		key = small;
	}
	put(map, key, hash_in(map, key->data, key->length), value, NULL);
	return map;
}

struct map *map_put_entry(struct map *map, const struct map_entry *entry, struct dismantling *rest)
{
	map = writable(map);
	put(map, object_retain(entry->key), entry->hh.hashv, value_retain(entry->value), rest);
	return map;
}

struct value *map_place(struct map **map, const void *key, size_t length)
{
	unsigned hash = hash_in(*map, key, length);
	struct map_entry *entry = find(*map, key, length, hash);
	if (!entry || (*map)->object.references == 1)
		return entry ? &entry->value : NULL;
	*map = writable(*map);
	return &find(*map, key, length, hash)->value;
}

void map_changed(struct map *map, struct value value)
{
	map->depth = container_depth(map->depth, value);
	settle_depth(map);
}

struct map *map_put_text(struct map *map, const char *key, struct value value)
{
	return map_put(map, bytes_text(key), value);
}

struct map *map_remove(struct map *map, const void *key, size_t length, struct dismantling *rest)
{
	unsigned hash = hash_in(map, key, length);
	if (!find(map, key, length, hash))
		return map;
	map = writable(map);
	struct map_entry *entry = find(map, key, length, hash);
	HASH_DEL(map->entries, entry);
	dismantling_release(rest, free_entry(entry));
	settle_depth(map);
	return map;
}

struct map *map_merge(struct map *map, const struct map *over, struct dismantling *rest)
{
	if (!over->entries)
		return map;
	for (const struct map_entry *entry = over->entries; entry; entry = entry->hh.next)
		map = map_put_entry(map, entry, rest);
	return map;
}

const struct map_entry *map_first(const struct map *map)
{
	return map->entries;
}

const struct map_entry *map_next(const struct map_entry *entry)
{
	return entry->hh.next;
}

struct bytes *map_key(const struct map_entry *entry)
{
	return entry->key;
}

struct value map_value(const struct map_entry *entry)
{
	return entry->value;
}
