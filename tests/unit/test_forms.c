/*
 * Help knows every word of the language, and no word that is none.
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
	for (unsigned i = 0; language_word(i).text; i++) {
		if (!form_find(language_word(i).text))
			fail_msg("help does not know %s", language_word(i).text);
	}
}

static bool is_word(const char *name)
{
	unsigned i = 0;
	while (language_word(i).text && strcmp(language_word(i).text, name) != 0)
		i++;
	return language_word(i).text != NULL;
}

static void every_help_has_a_word(void **state)
{
	(void)state;
	for (const struct form *form = forms; form->name; form++) {
		bool sign = strspn(form->name, "abcdefghijklmnopqrstuvwxyz") == 0;
		if (!sign && !is_word(form->name))
			fail_msg("the language does not know %s", form->name);
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
		cmocka_unit_test(every_help_has_a_word),
		cmocka_unit_test(each_says_something),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
