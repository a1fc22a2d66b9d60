/*
 * pattern: see pattern.h.
 *
 * PCRE2 itself looks for the place where a match begins in what is left at last. Before, it would
 * look to the end however long that takes: so places where a match could begin, which it tells, are
 * looked for here, and tried one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#ifdef HANDSH_STRESS
#define LAST ((size_t)16)
#else
#define LAST                                                                                       \
	((size_t)4096) /* bytes in which PCRE2 looks by itself: the square of it is soon done */
#endif

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

/* (?=, and the other ways to write one. In brackets or quoted they are taken for it too. */
static bool may_look_ahead(const struct bytes *pattern)
{
	return memmem(pattern->data, pattern->length, "(?=", 3) ||
	       memmem(pattern->data, pattern->length, "(?*", 3) ||
	       memmem(pattern->data, pattern->length, "(*", 2);
}

/*
 * Without --utf no pattern may ask for it by itself: what is matched might be anything. Before
 * 10.45 PCRE2 demands a byte after the first where that one was only looked at: (?=c\w+)c*c in ca.
 */
static uint32_t compile_options(uint32_t flags, const struct bytes *pattern)
{
	uint32_t options = 0;
	if (flags & PCRE2_LITERAL)
		options |= flags & (PCRE2_LITERAL | PCRE2_CASELESS | PCRE2_UTF);
	else
		options |= flags | PCRE2_NEVER_BACKSLASH_C;
	if (flags & PCRE2_UTF)
		options |= flags & PCRE2_LITERAL ? 0 : PCRE2_UCP;
	else if (!(flags & PCRE2_LITERAL))
		options |= PCRE2_NEVER_UTF;
	if (!(flags & PCRE2_LITERAL) && may_look_ahead(pattern))
		options |= PCRE2_NO_START_OPTIMIZE;
	return options;
}

/*
 * \G is where a try begins, and (*COMMIT) ends the search if that fails: neither is the same where
 * places are tried one by one.
 */
static const char *find_unusable(const struct bytes *pattern)
{
	static const char commit[] = "(*COMMIT";
	const char *data = pattern->data;
	for (size_t i = 0; i + 1 < pattern->length; i++) {
		if (pattern->length - i >= sizeof(commit) &&
		    memcmp(data + i, commit, sizeof(commit) - 1) == 0)
			return "(*COMMIT)";
		if (data[i] == '\\' && data[++i] == 'G')
			return "\\G";
	}
	return NULL;
}

static bool read_pattern(struct call *call, struct searching *searching)
{
	const struct bytes *pattern = call_argument(call, 0).bytes;
	const char *unusable = call_flags(call) & PCRE2_LITERAL ? NULL : find_unusable(pattern);
	if (unusable) {
		call_fail(call, "USAGE", "the pattern has %s, which means nothing here", unusable);
		return false;
	}
	PCRE2_UCHAR message[256];
	int number;
	size_t place;
	searching->code = searching->pcre2->pcre2_compile_8(
		(PCRE2_SPTR)pattern->data, pattern->length,
		compile_options((uint32_t)call_flags(call), pattern), &number, &place, NULL);
	if (searching->code)
		return true;
	searching->pcre2->pcre2_get_error_message_8(number, message, sizeof(message));
	call_fail(call, "USAGE", "the pattern at byte %zu: %s", place, (char *)message);
	return false;
}

static uint32_t info(const struct searching *searching, uint32_t what)
{
	uint32_t number = 0;
	searching->pcre2->pcre2_pattern_info_8(searching->code, what, &number);
	return number;
}

/* What PCRE2 has found out about where a match can begin. */
static void learn_starts(struct searching *searching)
{
	const uint32_t type = info(searching, PCRE2_INFO_FIRSTCODETYPE);
	searching->pcre2->pcre2_pattern_info_8(searching->code, PCRE2_INFO_FIRSTBITMAP,
					       &searching->firsts);
	if (info(searching, PCRE2_INFO_ALLOPTIONS) & PCRE2_ANCHORED) {
		searching->from = PATTERN_AT_PLACE;
	} else if (type == 1) {
		/* It does not tell whether the other case serves too. */
		unsigned char byte = (unsigned char)info(searching, PCRE2_INFO_FIRSTCODEUNIT);
		searching->first[0] = byte;
		searching->first[1] = isalpha(byte) ? byte ^ 0x20 : byte;
		searching->from = PATTERN_AT_BYTE;
	} else if (type == 2 && info(searching, PCRE2_INFO_NEWLINE) == PCRE2_NEWLINE_LF) {
		searching->from = PATTERN_AT_LINES;
	} else if (searching->firsts) {
		searching->from = PATTERN_AT_BYTES;
	}
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
	learn_starts(searching);
	searching->context = pcre2->pcre2_match_context_create_8(NULL);
	searching->found = pcre2->pcre2_match_data_create_from_pattern_8(searching->code, NULL);
	if (!searching->context || !searching->found)
		memory_exhausted();
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

static bool continues(const struct searching *searching, char byte)
{
	return searching->utf && ((unsigned char)byte & 0xc0) == 0x80;
}

/* Can a match begin with the byte at place? */
static bool can_begin(const struct searching *searching, const char *data, size_t place)
{
	const unsigned char byte = (unsigned char)data[place];
	switch (searching->from) {
	case PATTERN_AT_BYTE:
		return byte == searching->first[0] || byte == searching->first[1];
	case PATTERN_AT_BYTES:
		return searching->firsts[byte / 8] >> byte % 8 & 1;
	case PATTERN_AT_LINES:
		return place == searching->begun || data[place - 1] == '\n';
	case PATTERN_AT_PLACE:
		return place == searching->begun;
	default:
		return !continues(searching, data[place]);
	}
}

/* Moves to the next place before end where a match can begin; false: there is none. */
static bool find_start(struct searching *searching, const char *data, size_t end)
{
	if (searching->from == PATTERN_AT_BYTE && searching->first[0] == searching->first[1]) {
		const char *found = memchr(data + searching->place, searching->first[0],
					   end - searching->place);
		searching->place = found ? (size_t)(found - data) : end;
	}
	while (searching->place < end && !can_begin(searching, data, searching->place))
		searching->place++;
	return searching->place < end;
}

static int try_match(const struct searching *searching, const struct bytes *bytes, uint32_t options)
{
	if (searching->utf)
		options |= PCRE2_NO_UTF_CHECK;
	return searching->pcre2->pcre2_match_8(searching->code, (PCRE2_SPTR)bytes->data,
					       bytes->length, searching->place, options,
					       searching->found, searching->context);
}

static enum run fail(struct call *call, const struct searching *searching, int number)
{
	PCRE2_UCHAR message[256];
	searching->pcre2->pcre2_get_error_message_8(number, message, sizeof(message));
	return call_fail(call, "RANGE", "the pattern fails at byte %zu: %s", searching->place,
			 (char *)message);
}

/* None begins at place, or none at all. */
static enum run move_on(struct searching *searching, const struct bytes *bytes, bool last)
{
	const bool done = last || searching->from == PATTERN_AT_PLACE;
	searching->place = done ? bytes->length + 1 : searching->place + 1;
	while (searching->place < bytes->length &&
	       continues(searching, bytes->data[searching->place]))
		searching->place++;
	searching->again = false;
	return searching->place > bytes->length ? RUN_DONE : RUN_WAIT;
}

enum run pattern_step(struct call *call, struct searching *searching, const struct bytes *bytes,
		      bool *found)
{
	if (searching->utf && searching->checked < bytes->length)
		return check_utf(call, searching, bytes);
	const bool last = !searching->again && bytes->length - searching->place <= LAST;
	uint32_t options = last ? 0 : PCRE2_ANCHORED;
	if (searching->again)
		options |= PCRE2_NOTEMPTY_ATSTART;
	else if (!last && !find_start(searching, bytes->data,
				      piece_end(searching->place, bytes->length, PIECE_BYTES)))
		return RUN_WAIT;
	int number = try_match(searching, bytes, options);
	*found = number > 0;
	if (*found)
		return RUN_DONE;
	return number == PCRE2_ERROR_NOMATCH ? move_on(searching, bytes, last)
					     : fail(call, searching, number);
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
	searching->place = searching->begun = end;
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
