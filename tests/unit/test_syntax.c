/*
 * test_syntax: what is said about text that does not fit the grammar: the place, what is wrong,
 * and what to type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct wrong {
	const char *text;
	uint32_t offset;
	const char *message, *hint; /* hint NULL: none */
};

static void expect_text(const char *text, const char *what, const struct bytes *given,
			const char *expected)
{
	if (given ? expected && bytes_is(given, expected) : !expected)
		return;
	fail_msg("%s\n%s: %.*s\ninstead of: %s", text, what, given ? (int)given->length : 4,
		 given ? given->data : "none", expected ? expected : "none");
}

static void expect_error(const char *text, size_t length, const struct wrong *wrong,
			 enum compile_status expected)
{
	struct bytes *copy = bytes_new(text, length); /* so that a read beyond it is seen */
	struct arena arena = {0};
	struct parsed parsed = parse(copy->data, length, EXTENT_ALL, &arena);
	struct error *error = parsed.error;
	if (parsed.status != expected)
		fail_msg("%s\nstatus %d instead of %d", text, parsed.status, expected);
	assert_null(parsed.tree);
	assert_string_equal(error->name, "SYNTAX");
	assert_null(error->call);
	expect_text(text, "message", error->detail, wrong->message);
	expect_text(text, "hint", error->hint, wrong->hint);
	if (error->offset != wrong->offset)
		fail_msg("%s\nat %u instead of %u", text, error->offset, wrong->offset);
	object_release(error);
	arena_free(&arena);
	object_release(copy);
}

static void expect_errors(const struct wrong *wrong, enum compile_status expected)
{
	for (; wrong->text; wrong++)
		expect_error(wrong->text, strlen(wrong->text), wrong, expected);
}

static const struct wrong habits_table[] = {
	{"send('hi')", 4, "a ( that touches the command's name", "type send hi"},
	{"s.bind(('', 5000))", 6, "a ( that touches the command's name", "type s.bind '' 5000"},
	{"s.bind(('127.0.0.1', port))", 6, "a ( that touches the command's name",
	 "type s.bind 127.0.0.1 $port"},
	{"socket(AF_INET, SOCK_STREAM)", 6, "a ( that touches the command's name",
	 "type socket AF_INET SOCK_STREAM"},
	{"x = socket.socket(socket.AF_INET, socket.SOCK_STREAM)", 17,
	 "a ( that touches the command's name", "type x = socket AF_INET SOCK_STREAM"},
	{"print(\"a b\", len(x), True, b'raw')", 5, "a ( that touches the command's name",
	 "type print 'a b' (len $x) true raw"},
	{"print(1 + 2)", 5, "a ( that touches the command's name", "type print (1 + 2)"},
	{"exit()", 4, "a ( that touches the command's name", "type exit"},
	{"c.send(\"Thank you for connecting\")", 6, "a ( that touches the command's name",
	 "type c.send 'Thank you for connecting'"},
	{"$c.send hi", 0, ".send of a value is a field, not a command", "type c.send hi"},
	{"$c.send('hi')", 0, ".send of a value is a field, not a command", "type c.send hi"},
	{"x='5'", 1, "an = that no blanks surround", "type x = '5'"},
	{"x=$y", 1, "an = that no blanks surround", "type x = $y"},
	{"$x = 5", 0, "a value cannot be assigned to", "type x = 5"},
	{"$x=5", 0, "a value cannot be assigned to", "type x = 5"},
	{"a && b", 2, "unexpected '&&'",
	 "values are joined with 'and'; commands stand on lines of their own or after a ;, an "
	 "error ends them"},
	{"x = $flags & 3", 11, "an & after a value that is no call",
	 "for bits type x = $flags band 3"},
	{"def low n { $n & 15 }", 15, "an & after a value that is no call",
	 "for bits type $n band 15"},
	{"print ($x &3 == 1) # one", 10, "an & after a value that is no call",
	 "for bits type $x band 3 == 1"},
	{"if $x & 1 { }", 6, "an & after a value that is no call", "for bits type $x band 1"},
	{"$l[1:$i & 1]", 8, "an & after a value that is no call", "for bits type $i band 1"},
	{"def f { return $x & 1 }", 18, "an & after a value that is no call",
	 "for bits type $x band 1"},
	{"x = $a + 1 & 3", 11, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"$x & 3 * $y", 3, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"x = $a & mask", 7, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"x = 1 &", 6, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"(f &) &", 6, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"x = [1 & 2]", 7, "an & after a value that is no call",
	 "bits are joined with band, as in $a band $b; an & makes a task of a call"},
	{"f [a b][0]", 7, "unexpected '[0]': a blank after the list is missing",
	 "a list that is gone into stands in parentheses: ([a b])[0]"},
	{"connect [::1g]:80", 14, "unexpected ':80': a blank after the list is missing",
	 "an IPv6 address with its port is [::1]:80, or ::1 80"},
	{"f [a]b", 5, "unexpected 'b': a blank after the list is missing",
	 "for one text write it in double quotes"},
	{"[a b]=[1 2]", 0, "a value cannot be assigned to",
	 "blanks stand around a =, names in the [ ]: [a b] = V"},
	{"[a.b c] = [1 2]", 0, "a value cannot be assigned to",
	 "== compares; a name stands before a =, or names: [a b] = V"},
	{"[] = 5", 0, "a value cannot be assigned to",
	 "== compares; a name stands before a =, or names: [a b] = V"},
	{"[a if] = 5", 3, "if is a word of the language, not a variable", "take another name"},
	{"def filter { }", 4, "filter is a word of the language, not a command",
	 "take another name"},
	{"filter x [1] { }", 9, "unexpected '[1]': a name is missing",
	 "filter x in V { … }, filter i x in V { … }; to count: for i in range 0 10 { … }"},
	{"f | filter x in [1] { }", 4, "filter cannot stand after a |",
	 "a pipe leads into a command"},
	{"$x << 2", 4, "unexpected '<': a value is missing", "type $x bsl 2"},
	{"$x ^ 2", 3, "unexpected '^'", "type $x bxor 2"},
	{"$a && $b", 3, "unexpected '&&'", "type $a and $b"},
	{"a || b", 2, "unexpected '||'",
	 "values are joined with 'or'; for a command that fails: try { … } catch e { … }"},
	{"if $a || $b { }", 6, "unexpected '||'", "here it is: if $a or $b { … }"},
	{"if $x == tcp { }", 9, "the bare word tcp is no value here",
	 "for the bytes type 'tcp', for a variable $tcp"},
	{"elif $x { }", 8, "unexpected '{'",
	 "it stands on the line of the } before it: } else if $x { … }"},
	{"if $x { } elif $y { }", 10, "unexpected 'elif'",
	 "it stands on the line of the } before it: } else if $y { … }"},
	{"if $x then", 6, "unexpected 'then': the { of if is missing",
	 "a block stands in { }: if $x { … }"},
	{"if $x; then", 5, "unexpected ';': the { of if is missing",
	 "a block stands in { }: if $x { … }"},
	{"while $x do", 9, "unexpected 'do': the { of while is missing",
	 "a block stands in { }: while $x { … }"},
	{"for x in 1 2 3 { }", 11, "unexpected '2': the { of for is missing",
	 "a list stands in brackets: for x in [1 2 3] { … }"},
	{"for x in [1 2 3]: f", 16, "unexpected ':': the { of for is missing",
	 "the block stands in { }"},
	{"for (i = 0; i < 5; i++) { }", 4, "unexpected '(': a name is missing",
	 "for x in V { … }, for i x in V { … }; to count: for i in range 0 10 { … }"},
	{"for x $l { }", 6, "unexpected '$': a name is missing",
	 "for x in V { … }, for i x in V { … }; to count: for i in range 0 10 { … }"},
	{"def f(a, b) { }", 5, "a ( that touches the command's name",
	 "here it is: def f a b { … }"},
	{"def f(a, b):", 5, "a ( that touches the command's name",
	 "a block stands in { }: def f a b { … }"},
	{"function f() { }", 10, "a ( that touches a name", "here it is: def f { … }"},
	{"function f x { }", 13, "unexpected '{'", "a block stands in { }: def name a b { … }"},
	{"f {a: 1}", 2, "unexpected '{'",
	 "a map stands in parentheses as an argument: ({name: V})"},
	{"$host:80", 5, "unexpected ':80' after a value", "for one text write \"${host}:80\""},
	{"x = $host:80", 9, "unexpected ':80' after a value", "for one text write \"${host}:80\""},
	{"'it's'", 4, "unexpected 's' after a value",
	 "a ' inside stands in double quotes: \"it's\""},
	{"if $x = 5 { }", 6, "unexpected '=': the { of if is missing",
	 "== compares; to assign, a name without $ stands before a ="},
	{"l[0]", 0, "l[0] is no command", "$l[0] is its value, l[0] = V sets it"},
	{"$x++", 3, "unexpected '+': a value is missing", "type x = $x + 1"},
	{"spawn if $x { }", 6, "unexpected 'if': a block or a command is missing",
	 "a block stands after it: spawn { … }"},
	{"spawn", 5, "a block or a command is missing", "a block stands after it: spawn { … }"},
	{"serve", 5, "a block or a command is missing", "a block stands after it: serve { … }"},
	{"$m.a.b = 5", 0, "a value cannot be assigned to",
	 "== compares; a name stands before a =, or names: [a b] = V"},
	{"for in in x { }", 4, "in is a word of the language, not a variable",
	 "for x in V { … }, for i x in V { … }; to count: for i in range 0 10 { … }"},
	{"x = $c.recv 10", 4, ".recv of a value is a field, not a command", "type x = c.recv 10"},
	{"$x += 1", 4, "unexpected '=': a value is missing", "type x = $x + 1"},
	{"if $a && $b { }", 6, "unexpected '&': the { of if is missing",
	 "here it is: if $a and $b { … }"},
	{"s = socket.socket()", 17, "a ( that touches the command's name", "type s = socket tcp"},
	{"s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)", 12,
	 "a ( that touches the command's name", "type s.setsockopt SO_REUSEADDR 1"},
	{"time.sleep(2)", 10, "a ( that touches the command's name", "type sleep 2"},
	{"c, addr = s.accept()", 18, "a ( that touches a name",
	 "type c = s.accept; addr = $c.peer"},
	{"while True:", 11, "the { of while is missing", "a block stands in { }: while true { … }"},
	{"x = f(1)", 5, "a ( that touches the command's name",
	 "blanks stand between arguments, no ( ) around them: x = f 1"},
	{"s.f(x + 1)", 3, "a ( that touches the command's name",
	 "blanks stand between arguments, no ( ) around them: s.f ($x + 1)"},
	{"print(f\"abc\")", 5, "a ( that touches the command's name", "type print \"abc\""},
	{"connect(('127.0.0.1', 80)).foo", 7, "a ( that touches the command's name",
	 "type (connect 127.0.0.1 80).foo"},
	{"def foo(self, x=1): return", 7, "a ( that touches the command's name",
	 "a block stands in { }: def foo self x=1 { … }"},
	{"def foo(a, *rest) { }", 7, "a ( that touches the command's name",
	 "here it is: def foo a rest... { … }"},
	{"for i in range(10) { }", 14, "a ( that touches the command's name",
	 "here it is: for i in range 10 { … }"},
	{0},
};

static void habits(void **state)
{
	(void)state;
	expect_errors(habits_table, COMPILE_ERROR);
}

static const struct wrong mistakes_table[] = {
	{"if $x { }\nelse { }", 10, "else without a block before it",
	 "it stands on the line of the } before it: } else {"},
	{"else { }", 0, "else without a block before it",
	 "it stands on the line of the } before it: } else {"},
	{"try { }\ncatch e { }", 8, "catch without a block before it",
	 "it stands on the line of the } before it: } catch e {"},
	{"x = 127.0.0.1", 4, "the bare word 127.0.0.1 is no value here",
	 "for the bytes type '127.0.0.1'"},
	{"t = 2s", 4, "the bare word 2s is no value here", "for the bytes type '2s'"},
	{"x = 1.5", 4, "the bare word 1.5 is no value here", "for the bytes type '1.5'"},
	{"x = 007", 4, "the bare word 007 is no value here", "for the bytes type '007'"},
	{"x = 0x1g", 4, "the bare word 0x1g is no value here", "for the bytes type '0x1g'"},
	{"x = 0x8000000000000000", 4, "0x8000000000000000 does not fit into an int of 64 bit",
	 "in quotes it is bytes: '0x8000000000000000'"},
	{"x = 99999999999999999999", 4, "99999999999999999999 does not fit into an int of 64 bit",
	 "in quotes it is bytes: '99999999999999999999'"},
	{"f 99999999999999999999", 2, "99999999999999999999 does not fit into an int of 64 bit",
	 "in quotes it is bytes: '99999999999999999999'"},
	{"$n + len(x)", 5, "the bare word len is no value here", "type $n + (len $x)"},
	{"$m[name]", 3, "the bare word name is no value here",
	 "for the key type .name or ['name'], for a variable [$name]"},
	{"if $x", 5, "the { of if is missing", "a block stands in { }: if $x { … }"},
	{"if", 2, "a value is missing", NULL},
	{"x =", 3, "a value is missing", NULL},
	{"x = ", 4, "a value is missing", NULL},
	{"f a |", 5, "a command is missing", "it stands on the same line"},
	{"f a |\nb", 5, "a command is missing", "it stands on the same line"},
	{")", 0, "a ) without a ( before it", NULL},
	{"}", 0, "a } without a { before it", NULL},
	{"f )", 2, "a ) without a ( before it", NULL},
	{"]", 0, "unexpected ']': a value is missing", NULL},
	{"x = [1 2]]", 9, "unexpected ']'", "a statement ends at a newline or a ;"},
	{"[a[0]]", 2, "unexpected '[0]]': a blank, a comma or a ] is missing",
	 "in a list a word with [ or ] stands in quotes"},
	{"[1 ,, 2]", 4, "unexpected ',': an element is missing", NULL},
	{"[,]", 1, "unexpected ',]': an element is missing", NULL},
	{"{print hi}", 7, "unexpected 'hi': the : after a map's key is missing",
	 "a { where a value begins is a map, {name: V}; a block stands after if, loop, try …"},
	{"{1: a}", 1, "unexpected '1:': a map's key is missing",
	 "a key is a name or in quotes, as in {'1': V}"},
	{"{a b}", 3, "unexpected 'b': the : after a map's key is missing",
	 "a { where a value begins is a map, {name: V}; a block stands after if, loop, try …"},
	{"{a-b: 1}", 2, "unexpected '-b:': the : after a map's key is missing",
	 "a { where a value begins is a map, {name: V}; a block stands after if, loop, try …"},
	{"break", 0, "break outside a loop", "it belongs into while, loop or for"},
	{"def f { break }", 8, "break outside a loop", "a task or def is left with return"},
	{"loop { spawn { break } }", 15, "break outside a loop",
	 "a task or def is left with return"},
	{"loop { if $x { break } & }", 15, "break and continue cannot leave a task",
	 "the & makes a task of what stands before it"},
	{"global n", 0, "global outside a def and a task",
	 "leave it out: a variable is global there anyway"},
	{"if true { global n }", 10, "global outside a def and a task",
	 "leave it out: a variable is global there anyway"},
	{"def if { }", 4, "if is a word of the language, not a command", "take another name"},
	{"def f a a { }", 8, "two arguments are called a", NULL},
	{"def f a=1 a... { }", 10, "two arguments are called a", NULL},
	{"def f a=1 b { }", 10, "b stands after a=1 and has no default",
	 "b=V gives it one too; or put it before a"},
	{"def f a... b { }", 11, "a... takes the rest: nothing stands after it", NULL},
	{"def f port = 80 { }", 11, "unexpected '=': a name is missing",
	 "a default touches the = and the name: port=80"},
	{"def f port={a: 1} { }", 11, "unexpected '{': an argument is missing",
	 "a default is a word, or stands in parentheses: port=80, n=($m + 1)"},
	{"def f if=1 { }", 6, "if is a word of the language, not a variable", "take another name"},
	{"def f a.. { }", 6, "unexpected 'a..': a name is missing",
	 "names, with blanks between: def f host port=80 rest... { … }"},
	{"def f.g { }", 4, "unexpected 'f.g': the name of a command is missing",
	 "it is made of letters, digits, _ and -"},
	{"x = break", 4, "break gives no value", "it is a statement of its own"},
	{"if 1 { return }", 7, "return outside a def and a task", "exit ends a script"},
	{"return f &", 9, "unexpected '&'", "a task stands in parentheses here: (… &)"},
	{"return 1 2", 9, "unexpected '2'", "a statement ends at a newline or a ;"},
	{"f \"\\q\"", 3, "there is no escape \\q",
	 "there are \\n \\r \\t \\0 \\\\ \\\" \\$ \\e \\xHH \\u{HEX}; write \\\\ for a "
	 "backslash, or use '…', where it is itself"},
	{"f \"\\x4\"", 3, "\\x is not followed by two hexadecimal digits",
	 "as in \"\\x1b\"; for the two bytes themselves write \"\\\\x\""},
	{"f \"\\u{110000}\"", 3, "\\u is not followed by a Unicode character's number in { }",
	 "as in \"\\u{e9}\" for é, at most \\u{10ffff}"},
	{"f \"\\01\"", 3, "\\0 before a digit", "write \\x00 for the NUL byte"},
	{"f $", 2, "a $ that no name follows",
	 "$name is a variable; for the sign itself write '$'"},
	{"f $0", 2, "$0 is no argument of the script", "they are $1, $2 … and all together $args"},
	{"f a$ b", 3, "a $ that no name follows",
	 "$name is a variable; for the sign itself write '$'"},
	{"l[0]=5", 0, "l[0] is no command", "type l[0] = 5"},
	{"l[0:1] = 5", 0, "a slice cannot be assigned to",
	 "build the list anew: l = $l[0:2] + [V] + $l[3:]"},
	{"f \"a${l[:1] = 5}\"", 4, "a slice cannot be assigned to",
	 "build the list anew: l = $l[0:2] + [V] + $l[3:]"},
	{"if = 5", 0, "if is a word of the language, not a variable", "take another name"},
	{"true = 5", 0, "true is a word of the language, not a variable", "take another name"},
	{"1 < 2 < 3", 6, "comparisons are not chained",
	 "join two with 'and', as in $a < $b and $b < $c"},
	{"$a in $b in $c", 9, "'in' is not chained",
	 "join two with 'and', as in $a < $b and $b < $c"},
	{"$a == not $b", 6, "not stands where a value is expected",
	 "put it in parentheses with what belongs to it"},
	{"not", 3, "a value is missing", NULL},
	{"1 +", 3, "a value is missing", NULL},
	{"1 + * 2", 4, "unexpected '*': a value is missing", NULL},
	{"()", 1, "unexpected ')': a value is missing", NULL},
	{"f ()", 3, "unexpected ')': a value is missing", NULL},
	{"(a; b)", 2, "unexpected ';'", "( ) and ${ } hold one value; a list stands in [ ]"},
	{"(1 2)", 3, "unexpected '2'", "( ) and ${ } hold one value; a list stands in [ ]"},
	{"s1.spawn { }", 3, "spawn takes no socket before it",
	 "only commands and serve do, as in s1.recv 100"},
	{"s1.if", 3, "if takes no socket before it",
	 "only commands and serve do, as in s1.recv 100"},
	{"a | if", 4, "if cannot stand after a |", "a pipe leads into a command"},
	{"$x#y", 2, "a # that touches a value begins no comment", "put a blank before it"},
	{"echo\"hi\"", 4, "unexpected \" after the command's name",
	 "a blank stands between a command and its arguments"},
	{"! ", 2, "a command for sh after the ! is missing", NULL},
	{"if ! $x { }", 11, "the { of if is missing", "it stands on the line of if"},
	{"expect", 6, "a value is missing", NULL},
	{"expect within 1s", 16, "a value is missing", NULL},
	{"timeout { }", 8, "unexpected '{': an argument is missing", NULL},
	{"x = 5 {", 6, "unexpected '{'", "a statement ends at a newline or a ;"},
	{"foo & & bar", 6, "unexpected '&': a value is missing", NULL},
	{"f a}", 3, "a } without a { before it", NULL},
	{"catch", 0, "catch without a block before it",
	 "it stands on the line of the } before it: } catch e {"},
	{"&", 0, "unexpected '&': a value is missing", NULL},
	{"if $x {} print", 9, "unexpected 'print'", "a statement ends at a newline or a ;"},
	{"a | s.serve { }", 6, "serve is no command that can stand here",
	 "put it into a block: { s1.serve … }"},
	{"spawn s.serve { }", 8, "serve is no command that can stand here",
	 "put it into a block: { s1.serve … }"},
	{"[{a: 1}#c", 7, "unexpected '#c': a blank before the comment is missing", NULL},
	{"def f (a) { }", 6, "unexpected '(': a name is missing", "here it is: def f a { … }"},
	{0},
};

static void mistakes(void **state)
{
	(void)state;
	expect_errors(mistakes_table, COMPILE_ERROR);
}

static const struct wrong unfinished_table[] = {
	{"\"abc", 0, "the quote \" is not closed", "a \" closes it"},
	{"f 'abc", 2, "the quote ' is not closed",
	 "a ' closes it; a ' inside stands in \"…\": \"it's\""},
	{"f (a", 2, "'(' is not closed", "a ) closes it"},
	{"x = [1", 4, "'[' is not closed", "a ] closes it"},
	{"f [a b", 2, "'[' is not closed", "a ] closes it"},
	{"connect [::1", 8, "'[' is not closed", "a ] closes it"},
	{"[a b", 0, "'[' is not closed", "a ] closes it"},
	{"f \"${x", 3, "'${' is not closed", "a } closes it"},
	{"if $x {", 6, "'{' is not closed", "a } closes it"},
	{"f \\\n", 4, "a backslash continues the line, but no line follows",
	 "the rest follows, or leave out the backslash"},
	{"f (a |", 2, "'(' is not closed", "a ) closes it"},
	{"(a | ", 0, "'(' is not closed", "a ) closes it"},
	{"(1 + 2", 0, "'(' is not closed", "a ) closes it"},
	{"${x", 0, "'${' is not closed", "a } closes it"},
	{"\"${x y z\"", 8, "the quote \" is not closed", "a \" closes it"},
	{"f 'a' 'b", 6, "the quote ' is not closed",
	 "a ' closes it; a ' inside stands in \"…\": \"it's\""},
	{0},
};

static void unfinished(void **state)
{
	(void)state;
	expect_errors(unfinished_table, COMPILE_INCOMPLETE);
}

static void bytes(void **state)
{
	(void)state;
	static const char in_quotes[] = "f 'a\0b' \"\0\"", outside[] = "f a\0b",
			  comment[] = "f # \0", cut[] = "f \xc3";
	static const struct wrong nul = {"", 3, "a NUL byte outside quotes",
					 "inside double quotes it is written \\0"},
				  nul_comment = {"", 4, "a NUL byte outside quotes",
						 "inside double quotes it is written \\0"},
				  invalid = {"", 2, "byte 0xc3 is no UTF-8",
					     "text is UTF-8; any byte can be written as \"\\xc3\""};
	expect_error(outside, sizeof(outside) - 1, &nul, COMPILE_ERROR);
	expect_error(comment, sizeof(comment) - 1, &nul_comment, COMPILE_ERROR);
	expect_error(cut, sizeof(cut) - 1, &invalid, COMPILE_ERROR);
	struct arena arena = {0};
	struct parsed parsed = parse(in_quotes, sizeof(in_quotes) - 1, EXTENT_ALL, &arena);
	assert_int_equal(parsed.status, COMPILE_DONE);
	assert_int_equal(parsed.tree->a->a->length, 3);
	assert_memory_equal(parsed.tree->a->a->text, "a\0b", 3);
	arena_free(&arena);
}

/* ---- habits that fit the grammar: told when a command is unknown or gets wrong arguments ---- */

/* The statement around the place is looked at, and only what stands on its line. */
static void statements(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t place;
		enum habit_found found;
		const char *hint;
	} table[] = {
		{"x=5", 0, HABIT_UNKNOWN, "type x = 5"},
		{"a\nx=5\nb", 2, HABIT_UNKNOWN, "type x = 5"},
		{"a; x=5; b", 3, HABIT_UNKNOWN, "type x = 5"},
		{"if $x { y += 1 }", 8, HABIT_UNKNOWN, "type y = $y + 1"},
		{"x = try { echo hi }", 10, HABIT_UNKNOWN, "type print hi"},
		{"x = echo hi", 4, HABIT_UNKNOWN, "type x = print hi"},
		{"print 'a;' ; x++ # b", 13, HABIT_UNKNOWN, "type x = $x + 1"},
		{"sned hi", 0, HABIT_UNKNOWN, NULL},
		{"sned", 0, HABIT_UNKNOWN, NULL},
		{"f a == 3", 0, HABIT_USAGE,
		 "type (f a) == 3\na command's result stands in parentheses before an operator"},
		{"f a, b", 0, HABIT_USAGE, "type f a b\nblanks stand between arguments"},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buffer hint = {0};
		bool known = habit_hint(table[i].text, strlen(table[i].text), table[i].place,
					table[i].found, &hint);
		assert_string_equal(buffer_cstring(&hint), table[i].hint ? table[i].hint : "");
		assert_int_equal(known, table[i].hint != NULL);
		buffer_free(&hint);
	}
}

static void joined(void **state)
{
	(void)state;
	static const struct {
		const char *text, *hint;
		unsigned first;
		size_t place;
	} table[] = {
		{"send a b", "type send 'a b'", 1, 0},
		{"c.send a $x", "type c.send \"a $x\"", 1, 2},
		{"send -d a b", "type send -d 'a b'", 1, 0},
		{"sendto h 5 it's b'", "", 3, 0},
		{"send a (f) b", "", 1, 0},
		{"send a", "", 1, 0},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buffer hint = {0};
		habit_join(table[i].text, strlen(table[i].text), table[i].place, table[i].first,
			   &hint);
		assert_string_equal(buffer_cstring(&hint), table[i].hint);
		buffer_free(&hint);
	}
}

/* ---- places ---- */

static void places(void **state)
{
	(void)state;
	static const char text[] = "a\n\xc3\xa9\xc3\xa9x y\r\n\nlast";
	static const struct {
		uint32_t offset;
		unsigned line, column;
		const char *text;
	} table[] = {
		{0, 5, 1, "a"},
		{1, 5, 2, "a"},
		{6, 6, 3, "\xc3\xa9\xc3\xa9x y"},
		{8, 6, 5, "\xc3\xa9\xc3\xa9x y"},
		{11, 7, 1, ""},
		{12, 8, 1, "last"},
		{16, 8, 5, "last"},
		{99, 8, 5, "last"},
	};
	struct source *source = source_new("f", bytes_new(text, sizeof(text) - 1), 5);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		unsigned line, column;
		const char *start;
		size_t length;
		source_place(source, table[i].offset, &line, &column, &start, &length);
		assert_int_equal(line, table[i].line);
		assert_int_equal(column, table[i].column);
		assert_int_equal(length, strlen(table[i].text));
		assert_memory_equal(start, table[i].text, length);
	}
	object_release(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(habits),     cmocka_unit_test(mistakes),
		cmocka_unit_test(unfinished), cmocka_unit_test(bytes),
		cmocka_unit_test(statements), cmocka_unit_test(joined),
		cmocka_unit_test(places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
