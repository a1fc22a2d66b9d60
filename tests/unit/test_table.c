/*
 * Tables: columns as wide as they need, nothing behind the last visible character of a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>

#include "handsh/show.h"

static void expect_table(struct table *table, const char *text)
{
	struct buffer buffer = {0};
	table_end(table, &buffer);
	assert_string_equal(buffer_cstring(&buffer), text);
	buffer_free(&buffer);
}

static void test_alignment(void **state)
{
	(void)state;
	static const struct column columns[] = {
		{"  NAME", false}, {"FD", true}, {"PEER", false}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	table_cell(&table, "* %s", "server");
	table_cell(&table, "%d", 123);
	table_cell(&table, "-");
	table_cell(&table, "  %s", "c1");
	table_cell(&table, "%d", 4);
	table_cell(&table, "127.0.0.1:5000");
	expect_table(&table, "  NAME     FD  PEER\n"
			     "* server  123  -\n"
			     "  c1        4  127.0.0.1:5000\n");
}

static void test_titles_alone(void **state)
{
	(void)state;
	static const struct column columns[] = {{"A", true}, {"B", true}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	expect_table(&table, "A  B\n");
}

static void test_foreign_text(void **state)
{
	(void)state;
	static const struct column columns[] = {{"PATH", false}, {"N", true}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	table_cell(&table, "a\033[2J\n");
	table_cell(&table, "1");
	table_cell(&table, "é");
	table_cell(&table, "2");
	table_cell(&table, "%s", "");
	table_cell(&table, "%s", "");
	expect_table(&table, "PATH        N\n"
			     "a\\x1b[2J\\n  1\n"
			     "é           2\n"
			     "\n");
}

/* A narrow screen: what has no room stands below, under its title. */
static void test_narrow(void **state)
{
	(void)state;
	static const struct column columns[] = {
		{"NAME", false}, {"FD", true}, {"LOCAL", false}, {"PEER", false}, {NULL, false}};
	struct table table;
	table_begin(&table, columns);
	table.width = 18; /* one blank for two is enough */
	for (unsigned i = 0; i < 4; i++)
		table_cell(&table, "x");
	expect_table(&table, "NAME FD LOCAL PEER\n"
			     "x     x x     x\n");
	table_begin(&table, columns);
	table.width = 20;
	table_cell(&table, "s1");
	table_cell(&table, "3");
	table_cell(&table, "127.0.0.1:5000");
	table_cell(&table, "-");
	expect_table(&table, "NAME  FD\n"
			     "    LOCAL\n"
			     "    PEER\n"
			     "s1     3\n"
			     "    127.0.0.1:5000\n"
			     "    -\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_titles_alone),
		cmocka_unit_test(test_foreign_text),
		cmocka_unit_test(test_narrow),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
