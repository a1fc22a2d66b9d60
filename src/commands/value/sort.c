/*
 * sort: a list in order: short stretches of it are sorted, and merged two by two, in pieces between
 * which others have their turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"

enum { OPTION_REVERSE };

#define STRETCH ((size_t)512)  /* elements that are sorted at once */
#define AT_ONCE ((size_t)4096) /* that are copied or merged between two looks at the time */
#define LONG ((size_t)1 << 16) /* bytes that are not compared so often between two looks */
#define LONG_AT_ONCE 16        /* that are merged then, of which so many bytes are compared: */
#define COMPARED_AT_ONCE ((size_t)1 << 18)
#define STRETCHES 64 /* that wait for being merged: each is as long as all after it */

enum phase { BEGINNING, COPYING, SORTING, GIVING };

struct sorting {
	struct object object;
	struct value *elements;   /* borrowed */
	struct value *spare;      /* the left one of two stretches that are merged */
	size_t done;              /* elements, of the phase */
	size_t starts[STRETCHES]; /* of stretches that are sorted, the last up to done */
	unsigned count;
	bool merging;             /* the last two */
	size_t kept, left, right; /* elements of the left one in spare; of both, merged */
	bool slow;                /* some are long: none are sorted but by merging */
	size_t compared;          /* bytes of the two that are next */
	struct list *sorted;      /* the result, as far as it is made */
};

static void destroy(struct object *object)
{
	struct sorting *sorting = (struct sorting *)object;
	free(sorting->elements);
	free(sorting->spare);
	object_release(sorting->sorted);
	free(sorting);
}

static const struct behaviour sorting_behaviour = {.destroy = destroy};

static int ascending(const void *a, const void *b)
{
	return value_compare(*(const struct value *)a, *(const struct value *)b);
}

static int descending(const void *a, const void *b)
{
	return value_compare(*(const struct value *)b, *(const struct value *)a);
}

typedef int comparison(const void *a, const void *b);

static comparison *order_of(const struct call *call)
{
	return call_option(call, OPTION_REVERSE) ? descending : ascending;
}

/* Ints or bytes, not both. */
static bool check_type(struct call *call, const struct list *list, size_t i)
{
	uint8_t first = list_at(list, 0).type, type = list_at(list, i).type;
	if (type == first && (type == TYPE_INT || type == TYPE_BYTES))
		return true;
	if (type == first)
		call_fail(call, "TYPE", "%s has no order: only ints and bytes can be sorted",
			  value_type_name(type));
	else
		call_fail(call, "TYPE",
			  "element %zu is %s, element 0 is %s: all must be ints, or all bytes", i,
			  value_type_name(type), value_type_name(first));
	return false;
}

static bool is_long(struct value value)
{
	return value.type == TYPE_BYTES && value.bytes->length > LONG;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* ---- a piece of each phase: RUN_DONE: it is over, RUN_WAIT: there is more ---- */

static enum run copy_piece(struct call *call, struct sorting *sorting, const struct list *list)
{
	size_t end = smaller(sorting->done + AT_ONCE, list->count);
	for (; sorting->done < end; sorting->done++) {
		if (!check_type(call, list, sorting->done))
			return RUN_FAIL;
		sorting->elements[sorting->done] = list_at(list, sorting->done);
		sorting->slow = sorting->slow || is_long(sorting->elements[sorting->done]);
	}
	return end == list->count ? RUN_DONE : RUN_WAIT;
}

static void sort_stretch(struct sorting *sorting, size_t count, comparison *compare)
{
	size_t length = smaller(sorting->slow ? 1 : STRETCH, count - sorting->done);
	qsort(sorting->elements + sorting->done, length, sizeof(*sorting->elements), compare);
	sorting->starts[sorting->count++] = sorting->done;
	sorting->done += length;
}

/* At once when both are as long, so that what is compared has been looked at not long ago. */
static bool is_merged_next(const struct sorting *sorting, size_t count)
{
	if (sorting->count < 2)
		return false;
	const size_t *last = &sorting->starts[sorting->count - 1];
	return sorting->done == count || last[0] - last[-1] <= sorting->done - last[0];
}

/* True: *order is known. */
static bool compare_next(struct sorting *sorting, const struct value *a, const struct value *b,
			 comparison *compare, int *order)
{
	if (!sorting->slow) {
		*order = compare(a, b);
		return true;
	}
	const struct bytes *first = compare == ascending ? a->bytes : b->bytes;
	const struct bytes *second = compare == ascending ? b->bytes : a->bytes;
	if (!bytes_compare_part(first, second, &sorting->compared, COMPARED_AT_ONCE, order))
		return false;
	sorting->compared = 0;
	return true;
}

/* The left one makes room for both by going to spare. */
static void merge_piece(struct sorting *sorting, comparison *compare)
{
	const size_t *last = &sorting->starts[sorting->count - 1];
	size_t left = last[0] - last[-1], right = sorting->done - last[0];
	struct value *to = sorting->elements + last[-1];
	size_t most = sorting->slow ? LONG_AT_ONCE : AT_ONCE;
	int order = 0;
	for (size_t i = 0; i < most && sorting->merging; i++) {
		const struct value *a = sorting->spare + sorting->left;
		const struct value *b = sorting->elements + last[0] + sorting->right;
		size_t place = sorting->left + sorting->right;
		if (sorting->kept < left) {
			sorting->spare[sorting->kept] = to[sorting->kept];
			sorting->kept++;
		} else if (sorting->left == left) { /* the rest stands where it belongs */
			sorting->merging = false;
			sorting->count--;
		} else if (sorting->right < right &&
			   !compare_next(sorting, a, b, compare, &order)) {
			continue;
		} else if (sorting->right == right || order <= 0) {
			to[place] = *a;
			sorting->left++;
		} else {
			to[place] = *b;
			sorting->right++;
		}
	}
}

static enum run sort_piece(struct sorting *sorting, size_t count, comparison *compare)
{
	if (sorting->merging) {
		merge_piece(sorting, compare);
	} else if (is_merged_next(sorting, count)) {
		sorting->kept = sorting->left = sorting->right = 0;
		sorting->merging = true;
	} else if (sorting->done < count) {
		sort_stretch(sorting, count, compare);
	} else {
		return RUN_DONE;
	}
	return RUN_WAIT;
}

static enum run give_piece(struct sorting *sorting, size_t count)
{
	size_t end = smaller(sorting->done + AT_ONCE, count);
	for (; sorting->done < end; sorting->done++)
		sorting->sorted = list_append(sorting->sorted,
					      value_retain(sorting->elements[sorting->done]));
	return end == count ? RUN_DONE : RUN_WAIT;
}

static enum run go_on(struct call *call, struct sorting *sorting, const struct list *list)
{
	switch ((enum phase)call->phase) {
	case COPYING:
		return copy_piece(call, sorting, list);
	case SORTING:
		return sort_piece(sorting, list->count, order_of(call));
	default:
		return give_piece(sorting, list->count);
	}
}

/* Are there no more elements than are sorted at once, and is none of them long? */
static bool is_short(const struct list *list)
{
	bool is = list->count <= STRETCH;
	for (size_t i = 0; i < list->count && is; i++)
		is = !is_long(list_at(list, i));
	return is;
}

static enum run sort_few(struct call *call, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!check_type(call, list, i))
			return RUN_FAIL;
	}
	struct list *sorted = list_new(list->count);
	for (size_t i = 0; i < list->count; i++)
		sorted = list_append(sorted, value_retain(list_at(list, i)));
	if (sorted->count)
		qsort(sorted->items, sorted->count, sizeof(*sorted->items), order_of(call));
	return call_return(call, value_object(TYPE_LIST, sorted));
}

static void begin(struct call *call, size_t count)
{
	struct sorting *sorting = memory_zeroed(1, sizeof(*sorting));
	sorting->object = (struct object){&sorting_behaviour, 1};
	sorting->elements = memory_allocate(count * sizeof(struct value));
	sorting->spare = memory_allocate(count * sizeof(struct value));
	sorting->sorted = list_new(count);
	call->state = &sorting->object;
	call->phase = COPYING;
}

static enum run sort_exec(struct call *call)
{
	const struct list *list = call_argument(call, 0).list;
	if (list->range && !call_option(call, OPTION_REVERSE))
		return call_return(call, value_retain(call_argument(call, 0)));
	if (list->count > LIST_MAX)
		return call_fail(call, "RANGE", "the list is longer than %zu", LIST_MAX);
	if (call->phase == BEGINNING && is_short(list))
		return sort_few(call, list);
	if (call->phase == BEGINNING)
		begin(call, list->count);
	struct sorting *sorting = (struct sorting *)call->state;
	while (call->phase <= GIVING) {
		enum run run = go_on(call, sorting, list);
		if (run == RUN_FAIL)
			return RUN_FAIL;
		if (run == RUN_DONE) {
			call->phase++;
			sorting->done = 0;
		} else if (call_overdue(call)) {
			return call_yield(call);
		}
	}
	struct list *sorted = sorting->sorted;
	sorting->sorted = NULL;
	return call_return(call, value_object(TYPE_LIST, sorted));
}

static const struct parameter parameters[] = {
	{"LIST", &kind_list, ARGUMENT_REQUIRED, .text = "ints, or bytes"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_REVERSE] = {'r', .text = "largest first"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "the elements are of several types, or of one that has no order"},
	{0},
};

const struct command command_sort = {
	.name = "sort",
	.summary = "put a list in order",
	.parameters = parameters,
	.options = options,
	.result = "the list, smallest element first",
	.errors = errors,
	.help = "Ints are ordered by number, bytes byte by byte, so that 'B' comes before 'a'.",
	.python = "sorted(v, reverse=False)",
	.c = "qsort(v, n, sizeof *v, compare);",
	.example = "expect (sort [10 9 -1]) == [-1 9 10]\n"
		   "expect (sort ['b' 'a' 'B']) == ['B' 'a' 'b']\n"
		   "expect (sort -r [1 3 2]) == [3 2 1]\n"
		   "expect error TYPE { sort [1 'a'] }\n",
	.exec = sort_exec,
};
