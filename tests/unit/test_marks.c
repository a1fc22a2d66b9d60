/*
 * test_marks: what the pieces of a text are, whole or as far as it has been typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put_mark(struct buffer *out, const char *text, const struct mark *mark)
{
	static const char *const names[] = {
		[MARK_WORD] = "word",     [MARK_COMMAND] = "command",   [MARK_SOCKET] = "socket",
		[MARK_OPTION] = "option", [MARK_STRING] = "string",     [MARK_NUMBER] = "number",
		[MARK_SET] = "set",       [MARK_VARIABLE] = "variable", [MARK_DEFINED] = "defined",
		[MARK_SHELL] = "shell",   [MARK_COMMENT] = "comment",   [MARK_PAIR] = "pair",
		[MARK_OPEN] = "open",
	};
	buffer_format(out, "%s%s ", out->length ? ", " : "", names[mark->kind]);
	if (mark->kind == MARK_PAIR)
		buffer_format(out, "%c%c", text[mark->start], text[mark->end]);
	else
		buffer_append(out, text + mark->start, mark->end - mark->start);
}

static void expect(const char *text, const char *expected)
{
	struct marks marks;
	struct buffer out = {0};
	size_t length = strlen(text);
	char *copy = memory_copy(text, length);
	copy = memory_resize(copy, length ? length : 1); /* no NUL: a read beyond it is seen */
	marks_read(&marks, copy, length);
	for (uint32_t i = 0; i < marks.count; i++)
		put_mark(&out, text, &marks.list[i]);
	if (strcmp(buffer_cstring(&out), expected) != 0)
		fail_msg("%s\n   gives %s\ninstead of %s", text, buffer_cstring(&out), expected);
	buffer_free(&out);
	marks_free(&marks);
	free(copy);
}

static void test_statements(void **state)
{
	(void)state;
	expect("", "");
	expect("send 'hi'", "command send, string 'hi'");
	expect("s1.send -n 5 # so", "socket s1, command send, option -n, number 5, comment # so");
	expect("x = 5; [a b] = $l", "set x, number 5, set a, set b, variable $l");
	expect("m.k[0] = true", "number 0, pair [], set m, word true, number true");
	expect("print \"a ${len $x}b\"",
	       "command print, string \", string a , command len, variable $x, pair $}, string b\"");
	expect("print \"${x}\" $1",
	       "command print, string \", string , variable x, pair $}, string \", "
	       "variable $1");
	expect("!ls | wc", "shell !ls | wc");
	expect("not $b and nil", "word not, variable $b, word and, word nil, number nil");
}

static void test_forms(void **state)
{
	(void)state;
	expect("if $n { recv } else { x = 1 }", "word if, variable $n, command recv, pair {}, "
						"word else, set x, number 1, pair {}");
	expect("for i x in (sockets) { }",
	       "word for, set i, set x, word in, command sockets, pair (), pair {}");
	expect("def f a b=1 { return $a }",
	       "word def, defined f, set a, set b, number 1, word return, variable $a, pair {}");
	expect("try { recv } catch EOF e { }",
	       "word try, command recv, pair {}, word catch, set e, pair {}");
	expect("serve as c { c.recv }",
	       "word serve, word as, set c, socket c, command recv, pair {}");
}

static void test_unfinished(void **state)
{
	(void)state;
	expect("send 'hi", "command send, string ', string hi, open '");
	expect("send \"a $b", "command send, string \", string a , variable $b, string , open \"");
	expect("if $n { send (f \"${x",
	       "word if, variable $n, command send, command f, string \", string , command x, open ${, "
	       "open \", open (, open {");
	expect("print [1 2", "command print, number 1, number 2, open [");
	expect("x = ", "set x");
	expect("print ) ; send $x", "command print, command send, variable $x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_unfinished),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
