/*
 * walk: ways through values that can be left and gone on with. Values can be huge, or share parts
 * and so seem to be: what looks at every part of one does it in pieces, so that others are not kept
 * waiting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_WALK_H
#define HANDSH_WALK_H

#include "handsh/value.h"

struct walk_level {
	struct value container;
	struct value other;            /* that it is compared with */
	size_t index;                  /* of the next element */
	const struct map_entry *entry; /* of a map: the next one */
};

/* The containers that are open, the innermost last, and where it is in each. {0} is none. */
#define WALK_FEW 4
struct walk {
	uint32_t count, capacity; /* of levels, of more */
	struct walk_level *more;  /* levels beyond the few */
	struct walk_level few[WALK_FEW];
};

static inline void walk_begin(struct walk *walk)
{
	walk->count = walk->capacity = 0;
	walk->more = NULL;
}

static inline struct walk_level *walk_inmost(struct walk *walk) /* one is open */
{
	uint32_t last = walk->count - 1;
	return last < WALK_FEW ? &walk->few[last] : &walk->more[last - WALK_FEW];
}

struct walk_level *walk_enter(struct walk *walk, struct value container); /* borrowed */

/* The next element, and the key of a map's; false: there is none left. All borrowed. */
static inline bool walk_next(struct walk_level *level, struct value *element, struct bytes **key)
{
	if (level->container.type == TYPE_LIST) {
		if (level->index == level->container.list->count)
			return false;
		*element = list_at(level->container.list, level->index++);
		return true;
	}
	if (!level->entry)
		return false;
	*element = map_value(level->entry);
	*key = map_key(level->entry);
	level->entry = map_next(level->entry);
	level->index++;
	return true;
}

static inline void walk_leave(struct walk *walk) /* the innermost */
{
	walk->count--;
}

void walk_end(struct walk *walk); /* wherever it is */

/* The text of value_literal. */
struct value_text {
	struct value value;        /* borrowed; UNSET once it has been begun */
	const struct bytes *bytes; /* whose literal is being written, or NULL */
	size_t offset;             /* in them */
	struct walk walk;
};
void value_text_begin(struct value_text *text, struct value value);
/* Appends at least most bytes more, or all that is left: true. */
bool value_text_go_on(struct value_text *text, struct buffer *buffer, size_t most);
void value_text_end(struct value_text *text);

/* Whether two values are equal. */
struct comparison {
	bool different;
	const struct bytes *a, *b; /* that are being compared, or NULL */
	size_t offset;             /* in them */
	struct walk walk;
};
void comparison_begin(struct comparison *comparison, struct value a, struct value b); /* borrows */
/* Looks at about so many elements, or kilobytes; true: it is known whether they differ. */
bool comparison_go_on(struct comparison *comparison, size_t steps);
void comparison_end(struct comparison *comparison);

/* Where bytes are in bytes, or a value is in a list. */
struct search {
	struct value wanted, whole; /* borrowed */
	size_t place;               /* that is looked at, and where it has been found */
	bool found;
	struct comparison comparison; /* of the element there */
};
void search_begin(struct search *search, struct value wanted, struct value whole, size_t place);
/* Looks at about so many elements, or kilobytes; true: it is known whether it is there. */
bool search_go_on(struct search *search, size_t steps);
void search_end(struct search *search);

/* list - elements. */
struct difference {
	struct list *list, *elements;
	struct value_set *set; /* of the elements; NULL: they are few */
	size_t added;          /* elements that are in it */
	size_t looked;         /* those of list that were looked for */
	size_t kept;           /* of these, before the first that was taken away */
	size_t copied;         /* of those that were kept, to rest */
	struct list *rest;     /* from when one was taken away on */
};
/* Takes both lists. */
void difference_begin(struct difference *difference, struct list *list, struct list *elements);
bool difference_go_on(struct difference *difference, size_t steps); /* true: that was all */
struct list *difference_end(struct difference *difference);         /* what it has come to */

/* A list or a map with the elements of others. */
struct gathering {
	struct value whole;            /* what it has come to */
	struct value from;             /* borrowed: whose elements are being added */
	size_t place, end;             /* of a list: the next one, and where they end */
	const struct map_entry *entry; /* of a map: the next one */
	size_t most;                   /* entries that a map may have in the end */
	bool distinct;                 /* nothing was in it before those that it is taking now */
};
/* The next that it takes from, after all of those before; of a list that part. */
void gathering_take(struct gathering *gathering, struct value from);
void gathering_take_part(struct gathering *gathering, struct list *from, size_t start,
			 size_t count);
bool gathering_go_on(struct gathering *gathering, size_t steps); /* true: that was all */

/* Large values that nobody holds any more, taken apart; and those in them. {0} is none. */
struct dismantling {
	struct value *values;
	uint32_t count, capacity;
	struct map_entry *entries; /* those that are left of the map that is being taken apart */
};
#ifdef HANDSH_STRESS
#define DISMANTLED ((size_t)2)
#define DISMANTLED_BYTES ((size_t)64)
#else
#define DISMANTLED ((size_t)1 << 14) /* elements or entries */
#define DISMANTLED_BYTES ((size_t)1 << 27)
#endif
/* Is what has a single holder so large? Borrows it. */
static inline bool dismantling_takes(struct value value)
{
	switch (value.type) {
	case TYPE_LIST:
		return list_own(value.list) >= DISMANTLED;
	case TYPE_MAP:
		return map_count(value.map) >= DISMANTLED;
	case TYPE_BYTES:
		return value.bytes->capacity >= DISMANTLED_BYTES && !value.bytes->owner;
	default:
		return false;
	}
}
void dismantling_add(struct dismantling *dismantling, struct value value); /* takes the last hold */
/* Takes the last hold of a value and frees it, but not what is large, or is in it beyond so many
 * elements as are large; that is added. NULL: all is freed. */
void dismantling_drop(struct dismantling *dismantling, struct value value);
bool dismantling_go_on(struct dismantling *dismantling, size_t steps); /* true: that was all */
void dismantling_free(struct dismantling *dismantling);                /* nothing is left in it */
/* Releases a value so. */
static inline void dismantling_release(struct dismantling *dismantling, struct value value)
{
	if (!value_counted(value))
		return;
	if (value.object->references > 1)
		value.object->references--;
	else
		dismantling_drop(dismantling, value);
}

/* The text of several values one after the other, as value_format gives it. */
enum formatted_state { FORMATTED_DONE, FORMATTED_MORE, FORMATTED_TOO_LONG };
struct formatted {
	struct buffer text;     /* made so far, of bytes_begin_text */
	size_t offset;          /* in bytes of which a part has been added */
	struct value_text *way; /* through a value of which a part has been added, or NULL */
};

static inline void formatted_begin(struct formatted *formatted)
{
	formatted->offset = 0;
	formatted->way = NULL;
	bytes_begin_text(&formatted->text);
}

static inline const char *formatted_data(const struct formatted *formatted)
{
	return formatted->text.data + sizeof(struct bytes);
}

static inline size_t formatted_length(const struct formatted *formatted)
{
	return formatted->text.length - sizeof(struct bytes);
}

/* Adds a piece of the value's text; MORE: it is to be called with the same value again. */
enum formatted_state formatted_add(struct formatted *formatted, struct value value);
enum formatted_state formatted_letters(struct formatted *formatted, const char *data,
				       size_t length);
enum formatted_state formatted_literal(struct formatted *formatted, struct value value);
void formatted_cut(struct formatted *formatted, size_t length); /* ends what has been begun */
struct bytes *formatted_bytes(struct formatted *formatted);     /* ends it: what was added */
void formatted_end(struct formatted *formatted);                /* the same of what nobody wants */

#endif
