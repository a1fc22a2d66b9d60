/*
 * What compile makes of the forms whose speed or meaning hangs on the instruction chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/lang.h"

/* The listing of a text's code; the caller frees the buffer. */
static void list(const char *text, struct buffer *listing)
{
	struct symbols globals = {0}, commands = {0};
	struct source *source = source_new("test", bytes_text(text), 1);
	struct code *code;
	struct error *error;
	assert_int_equal(compile(source, &globals, &commands, &code, &error), COMPILE_DONE);
	code_disassemble(code, listing);
	object_release(code);
	object_release(source);
	symbols_free(&globals);
	symbols_free(&commands);
}

static void check(const char *text, const char *wanted, const char *unwanted)
{
	struct buffer listing = {0};
	list(text, &listing);
	if (!strstr(buffer_cstring(&listing), wanted))
		fail_msg("%s: no %s in\n%s", text, wanted, listing.data);
	if (unwanted && strstr(listing.data, unwanted))
		fail_msg("%s: %s in\n%s", text, unwanted, listing.data);
	buffer_free(&listing);
}

static void test_instructions(void **state)
{
	(void)state;
	check("n = $n + 1", "STEP_GLOBAL 0 1", "ADD ");
	check("def f { n = $n + 1 }", "STEP_LOCAL 0 1 1", "GET_EITHER");
	check("x = $x + 'a'", "ADD_GLOBAL", "LET_GO");
	check("x = 'a' + $x", "LET_GO_GLOBAL 0 0", NULL);
	check("x = $x - 'a'", "LET_GO_GLOBAL 0 0", NULL);
	check("x = $x[1:]", "LET_GO_GLOBAL 0 0", NULL);
	check("x = \"${x}a\"", "LET_GO_GLOBAL 0 0", NULL);
	check("x.a[0] = $x.b[1] + 1", "LET_GO_GLOBAL 0 2", NULL);
	check("spawn { x = $x + [1 2] }", "LET_GO_LOCAL 0 0", "LIST");
	check("x = $x * 2", "MULTIPLY", "LET_GO");
	check("x = $y + 'a'", "ADD", "LET_GO");
	check("x = $x.a + 'a'", "ADD", "LET_GO");
	check("x.a = $x + 'a'", "ADD", "LET_GO");
	check("x = $x[0]", "INDEX", "LET_GO");
	check("$l + [1 2]", "APPEND 2", "LIST");
	check("[1 2] + $l", "LIST 2", "APPEND");
	check("def f a { $a }", "GET_LOCAL 0", "GET_EITHER");
	check("def f { $a }", "GET_GLOBAL", "GET_EITHER");
	check("def f { global a; a = 1 }", "SET_GLOBAL", "SET_LOCAL");
	check("spawn { x = 1 }", "SET_LOCAL", "SET_GLOBAL");
	check("spawn { global x; x = 1 }", "SET_GLOBAL", "SET_LOCAL");
	check("spawn { x = recv }", "FORGET_LOCAL", NULL);
	check("spawn { x = recv $x }", "SET_LOCAL", "FORGET_LOCAL");
	check("spawn { x = use x }", "SET_LOCAL", "FORGET_LOCAL");
	check("spawn { try { x = recv } catch { $x } }", "SET_LOCAL", "FORGET_LOCAL");
	check("until $x", "AWAIT 2 0 1", "LOOK");
	check("until $x.a", "LOOK", NULL);
	check("until len $x", "AWAIT 2 0 0", "LOOK");
	check("spawn { expect within 1s $x == 1 }", "AWAIT 2 ", "AWAIT 2 0");
	check("x = recv", "SET_GLOBAL", "FORGET_LOCAL");
	check("recv | send", "CALL", "ROTATE");
	check("recv | send 1 2", "ROTATE 2", NULL);
	check("x = {a: 1}; x.a.b[0] = 5", "PATH_GLOBAL 0 3 0", NULL);
}

/* Only a statement of its own shows its value at the end. */
static void test_shown(void **state)
{
	(void)state;
	check("1 + 2", "END 0", "SHOW");
	check("recv", "END 1", "SHOW");
	check("!ls", "END 1", "SHOW");
	check("x = recv", "END 2", "SHOW");
	check("if 1 { recv }", "END 2", "SHOW");
	check("accept &", "ANNOUNCE", NULL);
	check("accept &", "SHOW 1", NULL);
	check("t = accept &", "SPAWN", "ANNOUNCE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_instructions),
		cmocka_unit_test(test_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
