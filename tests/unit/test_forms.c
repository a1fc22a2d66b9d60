/*
 * The table of the language's words: help knows every word that a def cannot take.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "handsh/help.h"
#include "handsh/lang.h"

static void every_word_has_help(void **state)
{
	(void)state;
	for (const char *const *word = language_keywords; *word; word++) {
		if (!form_find(*word))
			fail_msg("help does not know %s", *word);
	}
}

static void each_says_something(void **state)
{
	(void)state;
	for (const struct form *form = forms; form->name; form++) {
		assert_non_null(form->synopsis);
		assert_non_null(form->summary);
		assert_ptr_equal(form_find(form->name), form);
	}
	assert_null(form_find("no such word"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_has_help),
		cmocka_unit_test(each_says_something),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
