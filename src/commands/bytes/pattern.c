/*
 * pattern: see pattern.h.
 *
 * A piece tries some of the places where a match could begin: as many as are done soon, for PCRE2's
 * limits count from each of them anew. It sees the bytes to their end, as what begins in a piece
 * may end anywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/pattern.h"

#include <stdlib.h>
#include <string.h>

#ifdef HANDSH_STRESS
#define STARTS_MOST ((size_t)2) /* at first */
#else
#define STARTS_MOST ((size_t)4096)
#endif
#define STARTS_BYTES ((size_t)1 << 22) /* that all of them may see at first, together */
#define SLOW (NANOSECONDS / 500)       /* of a piece: the next one has fewer starts */
#define BYTES_A_NANOSECOND 2           /* or faster: PCRE2 looks for a first byte to the end */

/* Both are a few hundredths of a second of work. */
#define STEPS_MOST 1000000    /* from each place where a match could begin */
#define KIBIBYTES_MOST 16384u /* of memory */

#define FUNCTIONS(X)                                                                               \
	X(pcre2_compile_8)                                                                         \
	X(pcre2_code_free_8)                                                                       \
	X(pcre2_match_8)                                                                           \
	X(pcre2_match_data_create_from_pattern_8)                                                  \
	X(pcre2_match_data_free_8)                                                                 \
	X(pcre2_match_context_create_8)                                                            \
	X(pcre2_match_context_free_8)                                                              \
	X(pcre2_set_match_limit_8)                                                                 \
	X(pcre2_set_depth_limit_8)                                                                 \
	X(pcre2_set_heap_limit_8)                                                                  \
	X(pcre2_set_offset_limit_8)                                                                \
	X(pcre2_get_ovector_pointer_8)                                                             \
	X(pcre2_get_ovector_count_8)                                                               \
	X(pcre2_get_error_message_8)                                                               \
	X(pcre2_pattern_info_8)                                                                    \
	X(pcre2_substring_number_from_name_8)

struct pcre2 {
	FUNCTIONS(LIBRARY_POINTER)
};

static const struct library library_pcre2 = {"libpcre2-8.so.0", "libpcre2-8-0",
					     LIBRARY_FUNCTIONS(FUNCTIONS)};

/* ---- beginning and end ---- */

void pattern_end(struct searching *searching)
{
	const struct pcre2 *pcre2 = searching->pcre2;
	pcre2->pcre2_match_data_free_8(searching->found);
	pcre2->pcre2_match_context_free_8(searching->context);
	pcre2->pcre2_code_free_8(searching->code);
	object_release(searching->made);
}

static void destroy(struct object *object)
{
	pattern_end((struct searching *)object);
	free(object);
}

const struct behaviour searching_behaviour = {.destroy = destroy};

/* Without --utf no pattern may ask for it by itself: what is matched might be anything. */
static uint32_t compile_options(uint32_t flags)
{
	uint32_t options = PCRE2_USE_OFFSET_LIMIT;
	if (flags & PCRE2_LITERAL)
		options |= flags & (PCRE2_LITERAL | PCRE2_CASELESS | PCRE2_UTF);
	else
		options |= flags | PCRE2_NEVER_BACKSLASH_C;
	if (flags & PCRE2_UTF)
		options |= flags & PCRE2_LITERAL ? 0 : PCRE2_UCP;
	else if (!(flags & PCRE2_LITERAL))
		options |= PCRE2_NEVER_UTF;
	return options;
}

/* \G is where a piece begins, which is no place that a user knows. */
static bool asks_for_start(const struct bytes *pattern)
{
	for (size_t i = 0; i + 1 < pattern->length; i++) {
		if (pattern->data[i] != '\\')
			continue;
		if (pattern->data[++i] == 'G')
			return true;
	}
	return false;
}

static bool read_pattern(struct call *call, struct searching *searching)
{
	const struct bytes *pattern = call_argument(call, 0).bytes;
	if (!(call_flags(call) & PCRE2_LITERAL) && asks_for_start(pattern)) {
		call_fail(call, "USAGE", "the pattern has \\G, which means nothing here");
		return false;
	}
	PCRE2_UCHAR message[256];
	int number;
	size_t place;
	searching->code = searching->pcre2->pcre2_compile_8(
		(PCRE2_SPTR)pattern->data, pattern->length,
		compile_options((uint32_t)call_flags(call)), &number, &place, NULL);
	if (searching->code)
		return true;
	searching->pcre2->pcre2_get_error_message_8(number, message, sizeof(message));
	call_fail(call, "USAGE", "the pattern at byte %zu: %s", place, (char *)message);
	return false;
}

bool pattern_begin(struct call *call, struct searching *searching)
{
	struct error *error;
	const struct pcre2 *pcre2 =
		library_load(&call_shell(call)->libraries, &library_pcre2, &error);
	if (!pcre2) {
		call_error(call, error);
		return false;
	}
	*searching = (struct searching){
		.object = {&searching_behaviour, 1},
		.pcre2 = pcre2,
		.utf = call_flags(call) & PCRE2_UTF,
	};
	if (!read_pattern(call, searching))
		return false;
	searching->context = pcre2->pcre2_match_context_create_8(NULL);
	searching->found = pcre2->pcre2_match_data_create_from_pattern_8(searching->code, NULL);
	searching->groups = pcre2->pcre2_get_ovector_count_8(searching->found);
	pcre2->pcre2_set_match_limit_8(searching->context, STEPS_MOST);
	pcre2->pcre2_set_depth_limit_8(searching->context, STEPS_MOST);
	pcre2->pcre2_set_heap_limit_8(searching->context, KIBIBYTES_MOST);
	return true;
}

/* ---- a piece ---- */

/* The bytes of a piece are UTF-8, or the call fails. */
static enum run check_utf(struct call *call, struct searching *searching, const struct bytes *bytes)
{
	size_t place = searching->checked;
	const size_t end = piece_end(place, bytes->length, PIECE_BYTES);
	while (place < end) {
		uint32_t character;
		size_t length =
			utf8_sequence(bytes->data + place, bytes->length - place, &character);
		if (!length)
			return call_fail(call, "TYPE", "byte %zu is not UTF-8", place);
		place += length;
	}
	searching->checked = place;
	return RUN_WAIT;
}

/* Places from which one could begin have been tried up to before this one. */
static void move_on(struct searching *searching, const struct bytes *bytes, size_t place)
{
	while (searching->utf && place < bytes->length &&
	       ((unsigned char)bytes->data[place] & 0xc0) == 0x80)
		place++;
	searching->place = place;
	searching->again = false;
}

static enum run fail(struct call *call, const struct searching *searching, int number)
{
	PCRE2_UCHAR message[256];
	searching->pcre2->pcre2_get_error_message_8(number, message, sizeof(message));
	return call_fail(call, "RANGE", "the pattern fails at byte %zu: %s", searching->place,
			 (char *)message);
}

static size_t first_starts(size_t length)
{
	size_t starts = STARTS_BYTES / (length + 1);
	return starts > STARTS_MOST ? STARTS_MOST : starts ? starts : 1;
}

static void adapt(struct searching *searching, int64_t took, size_t seen)
{
	if (took > SLOW + (int64_t)seen / BYTES_A_NANOSECOND)
		searching->starts = searching->starts > 8 ? searching->starts / 8 : 1;
	else if (searching->starts < BYTES_MAX)
		searching->starts *= 2;
}

/* From place on; the number is PCRE2's. */
static int try_starts(struct searching *searching, const struct bytes *bytes, size_t starts)
{
	const struct pcre2 *pcre2 = searching->pcre2;
	const size_t left = bytes->length - searching->place;
	uint32_t options = searching->utf ? PCRE2_NO_UTF_CHECK : 0;
	if (searching->again)
		options |= PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED;
	pcre2->pcre2_set_offset_limit_8(searching->context, searching->place + starts - 1);
	const int64_t began = clock_now();
	int number = pcre2->pcre2_match_8(searching->code, (PCRE2_SPTR)bytes->data, bytes->length,
					  searching->place, options, searching->found,
					  searching->context);
	adapt(searching, clock_now() - began, left);
	return number;
}

enum run pattern_step(struct call *call, struct searching *searching, const struct bytes *bytes,
		      bool *found)
{
	if (searching->utf && searching->checked < bytes->length)
		return check_utf(call, searching, bytes);
	if (!searching->starts)
		searching->starts = first_starts(bytes->length);
	const size_t starts = searching->again ? 1 : searching->starts;
	int number = try_starts(searching, bytes, starts);
	*found = number > 0;
	if (*found)
		return RUN_DONE;
	if (number != PCRE2_ERROR_NOMATCH)
		return fail(call, searching, number);
	move_on(searching, bytes, searching->place + starts);
	/* At the very end one can begin too. */
	return searching->place > bytes->length ? RUN_DONE : RUN_WAIT;
}

/* ---- matches ---- */

bool pattern_group(const struct searching *searching, size_t group, size_t *start, size_t *end)
{
	const size_t *pairs = searching->pcre2->pcre2_get_ovector_pointer_8(searching->found);
	*start = pairs[2 * group];
	*end = pairs[2 * group + 1];
	return *start != PCRE2_UNSET;
}

void pattern_go_on(struct searching *searching)
{
	size_t start, end;
	pattern_group(searching, 0, &start, &end);
	searching->place = end;
	searching->again = start == end;
}

size_t pattern_named(const struct searching *searching, const char *name)
{
	int number = searching->pcre2->pcre2_substring_number_from_name_8(searching->code,
									  (PCRE2_SPTR)name);
	return number > 0 ? (size_t)number : 0;
}

const char **pattern_names(const struct searching *searching)
{
	const struct pcre2 *pcre2 = searching->pcre2;
	const char **names = memory_zeroed(searching->groups, sizeof(*names));
	uint32_t count = 0, size = 0;
	const unsigned char *entry = NULL;
	pcre2->pcre2_pattern_info_8(searching->code, PCRE2_INFO_NAMECOUNT, &count);
	pcre2->pcre2_pattern_info_8(searching->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2->pcre2_pattern_info_8(searching->code, PCRE2_INFO_NAMETABLE, &entry);
	for (; count; count--, entry += size) /* a number of two bytes, and the name */
		names[entry[0] << 8 | entry[1]] = (const char *)entry + 2;
	return names;
}
