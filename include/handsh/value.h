/*
 * value: the values of the language: nil, bool, int, bytes, lists, maps, errors, and the objects
 * that other layers define.
 *
 * Values are immutable and reference counted; no cycle can be made, so a count of zero frees at
 * once. "Takes" means that the callee owns the reference from then on, "borrows" that it does not.
 * Containers nest at most VALUE_DEPTH_MAX deep, so every walk over a value may recurse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_VALUE_H
#define HANDSH_VALUE_H

#include "handsh/base.h"

/* ---- values ---- */

enum value_type {
	TYPE_UNSET, /* no value: an unset variable, an argument left out; never seen by a user */
	TYPE_NIL,
	TYPE_BOOL,
	TYPE_INT,
	TYPE_BYTES, /* this and all that follow are reference-counted objects */
	TYPE_LIST,
	TYPE_MAP,
	TYPE_ADDRESS,
	TYPE_SOCKET,
	TYPE_TASK,
	TYPE_ERROR,
	TYPE_QUEUE,
	TYPE_HOST,
	TYPE_WIRE,
};

enum value_flags {
	/* Bytes written as a bare word like -n: an option to a built-in command. */
	VALUE_OPTION = 1,
	/* On the stack: also what the variable holds that is to get the operation's result. */
	VALUE_LENT = 2,
};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "type is the low byte of head");

struct value {
	union {
		struct {
			uint8_t type;  /* enum value_type */
			uint8_t flags; /* enum value_flags */
			uint16_t unused;
			uint32_t unused_too; /* so that all of head is written, and at once */
		};
		uint64_t head;
	};
	union {
		uint64_t word;
		bool boolean;
		int64_t integer;
		struct object *object;
		struct bytes *bytes;
		struct list *list;
		struct map *map;
		struct error *error;
	};
};

/* What stands after a dot: $e.name. */
struct field {
	const char *name;
	struct value (*get)(const struct object *object); /* a new reference */
};

/* What a kind of object can do. A type has one; layers also have objects that are no values. */
struct behaviour {
	void (*destroy)(struct object *object);                        /* frees it */
	bool (*equal)(const struct object *a, const struct object *b); /* NULL: only itself */
	void (*format)(const struct object *object, struct buffer *buffer);
	const struct field *fields; /* name NULL at the end; NULL: none */
	/* Of what is closed while values still hold it (sockets); NULL: of no others. */
	bool (*alive)(const struct object *object); /* is it still open? */
	void (*close)(struct object *object);       /* harmless when it is closed */
};

struct object { /* first member of every reference-counted object */
	const struct behaviour *behaviour;
	uint32_t references;
};

void object_destroy(struct object *object); /* its count has come to zero */
/* The named field as a new reference; false: it has none of that name. */
bool object_field(const struct object *object, const struct bytes *name, struct value *result);

static inline void *object_retain(void *object)
{
	((struct object *)object)->references++;
	return object;
}

static inline void object_release(void *pointer)
{
	struct object *object = pointer;
	if (object && --object->references == 0)
		object_destroy(object);
}

#define VALUE_UNSET ((struct value){.type = TYPE_UNSET})
#define VALUE_NIL ((struct value){.type = TYPE_NIL})

static inline struct value value_bool(bool boolean)
{
	return (struct value){.type = TYPE_BOOL, .boolean = boolean};
}

static inline struct value value_int(int64_t integer)
{
	return (struct value){.type = TYPE_INT, .integer = integer};
}

static inline struct value value_object(enum value_type type, void *object) /* takes object */
{
	return (struct value){.type = (uint8_t)type, .object = object};
}

static inline bool value_counted(struct value value)
{
	return value.type >= TYPE_BYTES;
}

static inline struct value value_retain(struct value value)
{
	if (value_counted(value))
		value.object->references++;
	return value;
}

static inline void value_release(struct value value)
{
	if (value_counted(value))
		object_release(value.object);
}

#define VALUE_DEPTH_MAX 1000

const char *value_type_name(enum value_type type); /* "bytes", "int", … */
bool value_true(struct value value); /* false, nil, 0 and whatever is empty are false */
bool value_equal(struct value a, struct value b); /* different types are unequal */
unsigned value_depth(struct value value);         /* 0 for anything but lists and maps */
/* Deterministic order for sort: ints by number, bytes by byte; 0 when they are of other types. */
int value_compare(struct value a, struct value b);

/* As print writes it: bytes as they are, at the top; inside containers as literals. */
void value_format(struct value value, struct buffer *buffer);
/* As it can be typed: bytes in double quotes, int, [list], {map}; others as value_format. */
void value_literal(struct value value, struct buffer *buffer);
/* The same for messages: at most about limit bytes of it, with ... after what was cut. */
void value_literal_cut(struct value value, struct buffer *buffer, size_t limit);

/* ---- bytes ---- */

#define BYTES_MAX ((size_t)1 << 30) /* the largest value; whoever makes one checks before */

struct bytes {
	struct object object;
	size_t length;
	char *data;          /* not NUL-terminated; in storage, or in that of owner */
	struct bytes *owner; /* NULL, or the root whose storage this one shares */
	uint32_t capacity;   /* of storage */
	uint32_t appended;   /* where in storage the latest append ended; 0: there was none */
	char storage[];
};

struct bytes *bytes_new(const void *data, size_t length);
struct bytes *bytes_text(const char *text);
struct bytes *bytes_allocate(size_t length); /* content undefined */
struct bytes *bytes_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct bytes *bytes_from(struct buffer *buffer); /* empties the buffer */
/* The same without a copy, of what was appended to a buffer that has been begun so. */
void bytes_begin_text(struct buffer *buffer);
struct bytes *bytes_from_text(struct buffer *buffer);
/* Borrows bytes, whose storage a part that is not small shares. */
struct bytes *bytes_slice(struct bytes *bytes, size_t start, size_t length);
/* Takes bytes, gives that part: cut in place when nobody else holds it. */
struct bytes *bytes_keep(struct bytes *bytes, size_t start, size_t length);
/* Takes bytes, gives it with data at its end: grown in place when nobody else holds it. */
struct bytes *bytes_append(struct bytes *bytes, const void *data, size_t length);
/* Takes bytes that were just allocated and turn out to be shorter. */
struct bytes *bytes_shrink(struct bytes *bytes, size_t length);
/* As a string in text; false: they do not fit, or have a NUL in them. */
bool bytes_cstring(const struct bytes *bytes, char *text, size_t size);
/* Takes bytes that nobody else holds, and that are to be freed: frees so much of their storage. */
struct bytes *bytes_free_end(struct bytes *bytes, size_t most);
bool bytes_equal(const struct bytes *a, const struct bytes *b);
bool bytes_is(const struct bytes *bytes, const char *text);
int bytes_compare(const struct bytes *a, const struct bytes *b);
/* The same, of so many bytes from *place on, which moves on; true: *order is known. */
bool bytes_compare_part(const struct bytes *a, const struct bytes *b, size_t *place, size_t most,
			int *order);
/* Is the whole of it an integer as digits_read knows them, however large? */
bool bytes_are_digits(const struct bytes *bytes);
/* The same as an int of 64 bits; false when it does not fit too. */
bool bytes_to_int(const struct bytes *bytes, int64_t *integer);

static inline struct value value_bytes(struct bytes *bytes) /* takes bytes */
{
	return value_object(TYPE_BYTES, bytes);
}

/* ---- lists ---- */

#define LIST_MAX ((size_t)1 << 26)

struct dismantling;

struct list {
	struct object object;
	uint16_t depth;    /* 1 + the deepest element's, or more */
	bool range;        /* no items: element i is start + i */
	bool appended;     /* it was made by appending */
	uint32_t capacity; /* of block, in elements */
	size_t count;
	union {
		int64_t start;
		struct value *items; /* in block, where there may be room before and after them */
	};
	struct value *block;
	struct list *shorter, *longer; /* of those that show the beginning of the same items */
};

struct list *list_new(size_t capacity);
struct list *list_from(const struct value *elements, size_t count); /* takes the elements */
/* An empty list with room for the elements of another and so many more, and for what may follow. */
struct list *list_longer(const struct list *list, size_t more);
/* An empty list with room for the elements of both, and more where it will be made longer next. */
struct list *list_for_both(const struct list *a, const struct list *b);
struct list *list_range(int64_t start, size_t count); /* ascending ints that cost no memory */
struct value list_at(const struct list *list, size_t index); /* borrowed */
/* Of a list with elements of its own and one holder; gives back its room too, if that is its own. */
struct value list_take_last(struct list *list);
/* These take all their arguments, and change in place when nobody else holds the list. */
struct list *list_append(struct list *list, struct value value);
struct list *list_set(struct list *list, size_t index, struct value value);
struct list *list_concat(struct list *a, struct list *b);
/* Where an element stands in *list, which becomes a copy if somebody else holds it; whoever changes
 * the element says so at once. */
struct value *list_place(struct list **list, size_t index);
void list_changed(struct list *list, struct value element);
struct list *list_without(struct list *list, struct list *elements);
/* That part of it. Rest, here and with maps: takes what is large of what goes, see handsh/walk.h. */
struct list *list_keep(struct list *list, size_t start, size_t count, struct dismantling *rest);
bool list_contains(const struct list *list, struct value value);

/* Nobody else sees the items. Holders: of the list, when those let go of it that are about to. */
static inline bool list_is_alone(const struct list *list, uint32_t holders)
{
	return list->object.references == holders && !list->range && !list->shorter &&
	       !list->longer;
}

/* How many elements at its end does nobody else see, when its one holder lets go of it? */
static inline size_t list_own(const struct list *list)
{
	if (list->range || list->longer)
		return 0;
	return list->count - (list->shorter ? list->shorter->count : 0);
}

/* How many elements do list_append of so many, and list_concat, copy or move? */
size_t list_append_copies(const struct list *list, size_t more, uint32_t holders);
size_t list_concat_copies(const struct list *a, const struct list *b, uint32_t holders);

/* ---- maps: keys are bytes, in the order in which they were added ---- */

/* The longest key, which is hashed and compared at once; whoever makes a map checks before. */
#define MAP_KEY_MAX ((size_t)1 << 24)
/* How many steps beside one it is to look for it; nothing else can be a key. */
static inline size_t map_key_steps(struct value key)
{
	return key.type == TYPE_BYTES && key.bytes->length <= MAP_KEY_MAX ? key.bytes->length >> 10
									  : 0;
}

struct map_entry; /* ordered; opaque */

struct map {
	struct object object;
	uint16_t depth; /* 1 + the deepest value's, or more */
	const void *hash_key;
	struct map_entry *entries; /* uthash head */
};

struct map *map_new(void);
size_t map_count(const struct map *map);
bool map_get(const struct map *map, const void *key, size_t length,
	     struct value *value); /* borrowed */
/* Where its value stands, which may be replaced by one that is equal; NULL: there is no such key. */
struct value *map_find(const struct map *map, const void *key, size_t length);
/* These take map, key and value, and change in place when nobody else holds the map. */
struct map *map_put(struct map *map, struct bytes *key, struct value value);
struct map *map_put_text(struct map *map, const char *key, struct value value);
struct map *map_put_entry(struct map *map, const struct map_entry *entry, /* of another map */
			  struct dismantling *rest);
/* The same of a key that is not in map, which nobody else holds, and which will have most entries. */
void map_add_entry(struct map *map, const struct map_entry *entry, size_t most);
struct map *map_remove(struct map *map, const void *key, size_t length, struct dismantling *rest);
struct map *map_merge(struct map *map, const struct map *over, /* borrows over, which wins */
		      struct dismantling *rest);
/* The same for maps; NULL: there is no such key. */
struct value *map_place(struct map **map, const void *key, size_t length);
void map_changed(struct map *map, struct value value);
const struct map_entry *map_first(const struct map *map); /* NULL at the end */
const struct map_entry *map_next(const struct map_entry *entry);
/* Takes a map that nobody else holds; its entries are left, to be freed one by one. */
struct map_entry *map_take_apart(struct map *map);
struct map_entry *map_entry_free(struct map_entry *entry, struct value *value); /* gives the next */
struct bytes *map_key(const struct map_entry *entry);                           /* borrowed */
struct value map_value(const struct map_entry *entry);                          /* borrowed */

#include "handsh/error.h" /* an error is a value */

#endif
