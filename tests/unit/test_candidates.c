/*
 * candidates: the list of what Tab offers, on screens of any size.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>

#include "ui/candidates.h"

static void expect_list(struct completion *completion, unsigned width, unsigned rows,
			const char *list)
{
	struct buffer text = {0};
	candidates_format(completion, width, rows, &text);
	assert_string_equal(buffer_cstring(&text), list);
	buffer_free(&text);
}

static void test_described(void **state)
{
	(void)state;
	struct completion completion = {0};
	completion_describe(&completion, "bind", "give the socket an address");
	completion_describe(&completion, "listen", "wait for connections");
	completion_describe(&completion, "s1.", NULL);
	expect_list(&completion, 80, 10,
		    "bind    give the socket an address  s1.\n"
		    "listen  wait for connections\n");
	expect_list(&completion, 30, 10,
		    "bind    give the socket an ad…\n"
		    "listen  wait for connections\n"
		    "s1.\n");
	expect_list(&completion, 15, 10, "bind    s1.\nlisten\n");
	expect_list(&completion, 30, 2, "bind    listen  s1.\n");
	completion_free(&completion);
}

/* Rather less is said of each than nothing. */
static void test_side_by_side(void **state)
{
	(void)state;
	struct completion completion = {0};
	completion_describe(&completion, "bind", "give the socket an address of its own");
	completion_describe(&completion, "dup", "make another");
	completion_describe(&completion, "listen", "take connections on an address");
	expect_list(&completion, 60, 2,
		    "bind    give the socket an a…  listen  take connections on …\n"
		    "dup     make another\n");
	expect_list(&completion, 58, 2,
		    "bind    give the socket an …  listen  take connections on…\n"
		    "dup     make another\n");
	expect_list(&completion, 57, 2, "bind    dup     listen\n");
	completion_free(&completion);
}

static void test_cut(void **state)
{
	(void)state;
	struct completion completion = {0};
	for (int i = 0; i < 100; i++) {
		char word[16];
		snprintf(word, sizeof(word), "w%03d", i);
		completion_describe(&completion, word, "said of it");
	}
	expect_list(&completion, 40, 3,
		    "w000  w002  w004  w006  w008  w010  w012\n"
		    "w001  w003  w005  w007  w009  w011  w013\n"
		    "… and 86 more: type on to see fewer\n");
	expect_list(&completion, 20, 1, "… and 100 more: typ…\n");
	completion_free(&completion);
}

static void test_hostile(void **state)
{
	(void)state;
	struct completion completion = {0};
	completion_describe(&completion, "\033[2J", NULL);
	completion_describe(&completion, "a\nb", "c\td");
	completion_describe(&completion, "\u6f22\u6f22\u6f22\u6f22", "wide");
	expect_list(&completion, 16, 10, "\\e[2J\na\\nb\n\u6f22\u6f22\u6f22\u6f22\n");
	expect_list(&completion, 7, 10, "\\e[2J\na\\nb\n\u6f22\u6f22\u6f22…\n");
	completion_free(&completion);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_described),
		cmocka_unit_test(test_side_by_side),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
