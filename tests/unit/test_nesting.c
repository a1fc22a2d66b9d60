/*
 * test_nesting: brackets nest 1,000 deep and chains are bounded, so that no text, however made,
 * takes more of the C stack than there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum compile_status repeated(const char *before, const char *one, unsigned count,
				    const char *middle, const char *close)
{
	struct buffer text = {0};
	struct arena arena = {0};
	buffer_reserve(&text,
		       strlen(before) + strlen(middle) + count * (strlen(one) + strlen(close)));
	buffer_text(&text, before);
	for (unsigned i = 0; i < count; i++)
		buffer_text(&text, one);
	buffer_text(&text, middle);
	for (unsigned i = 0; i < count; i++)
		buffer_text(&text, close);
	struct parsed parsed = parse(text.data, text.length, EXTENT_ALL, &arena);
	if (parsed.tree)
		assert_in_range(parsed.tree->height, 1, HEIGHT_MAX);
	object_release(parsed.error);
	arena_free(&arena);
	buffer_free(&text);
	return parsed.status;
}

static void depth(void **state)
{
	(void)state;
	static const struct nest {
		const char *before, *one, *middle, *close;
		unsigned brackets; /* in one */
	} nests[] = {
		{"", "(", "1", ")", 1},
		{"", "f (", "f", ")", 1},
		{"", "[", "", "]", 1},
		{"", "{a: ", "1", "}", 1},
		{"", "if $x {", "", "}", 1},
		{"", "loop {", "", "}", 1},
		{"", "x = spawn {", "", "}", 1},
		{"", "f = not (not 1 + 2 * (", "1", "))", 2},
		{"", "try { x = try {", "", "}}", 2},
		{"", "try { } finally {", "", "}", 1},
		{"$x", "[$x", "[0]", "]", 1},
		{"f ", "\"${f ", "", "}\"", 1},
	};
	for (size_t i = 0; i < sizeof(nests) / sizeof(*nests); i++) {
		const struct nest *nest = &nests[i];
		unsigned most = NEST_MAX / nest->brackets - (i == 10);
		assert_int_equal(repeated(nest->before, nest->one, most, nest->middle, nest->close),
				 COMPILE_DONE);
		assert_int_equal(
			repeated(nest->before, nest->one, most + 1, nest->middle, nest->close),
			COMPILE_ERROR);
		assert_int_equal(
			repeated(nest->before, nest->one, 100000, nest->middle, nest->close),
			COMPILE_ERROR);
	}
}

static void chains(void **state)
{
	(void)state;
	static const char *const links[][3] = {
		{"$a", " + 1", ""},   {"f", " | g", ""},
		{"", "not ", "1"},    {"", "- ", "1"},
		{"", "x = ", "1"},    {"$x", "[0]", ""},
		{"$x", ".a", ""},     {"", "if ", "1"},
		{"", "expect ", "1"}, {"if 1 {}", " else if 1 {}", ""},
	};
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		enum compile_status status =
			repeated(links[i][0], links[i][1], 900, links[i][2], "");
		assert_int_equal(status, i == 7 ? COMPILE_ERROR : COMPILE_DONE);
		assert_int_equal(repeated(links[i][0], links[i][1], 200000, links[i][2], ""),
				 COMPILE_ERROR);
	}
	assert_int_equal(repeated("f", " a", 200000, "", ""), COMPILE_DONE);
	assert_int_equal(repeated("", "f\n", 200000, "", ""), COMPILE_DONE);
	assert_int_equal(repeated("f \"", "$x", 200000, "\"", ""), COMPILE_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(depth),
		cmocka_unit_test(chains),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
