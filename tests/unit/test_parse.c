/*
 * test_parse: every rule of the grammar, shown as the tree that it gives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- trees as s-expressions ---- */

static void print(const struct node *node, struct buffer *out);

static const char *const node_words[] = {
	[NODE_NIL] = "nil",       [NODE_TRUE] = "true",         [NODE_FALSE] = "false",
	[NODE_JOIN] = "join",     [NODE_FIELD] = "field",       [NODE_INDEX] = "index",
	[NODE_SLICE] = "slice",   [NODE_LIST] = "list",         [NODE_MAP] = "map",
	[NODE_PAIR] = "pair",     [NODE_NOT] = "not",           [NODE_NEGATE] = "neg",
	[NODE_BNOT] = "bnot",     [NODE_AND] = "and",           [NODE_OR] = "or",
	[NODE_ASSIGN] = "set",    [NODE_NAMES] = "names",       [NODE_CALL] = "call",
	[NODE_SHELL] = "sh",      [NODE_PIPE] = "pipe",         [NODE_BLOCK] = "block",
	[NODE_IF] = "if",         [NODE_WHILE] = "while",       [NODE_LOOP] = "loop",
	[NODE_FOR] = "for",       [NODE_SPAWN] = "spawn",       [NODE_SERVE] = "serve",
	[NODE_TRY] = "try",       [NODE_TIMEOUT] = "timeout",   [NODE_EXPECT] = "expect",
	[NODE_WITHIN] = "within", [NODE_TOOK] = "took",         [NODE_FAILS] = "fails",
	[NODE_TASK] = "task",     [NODE_DEFINE] = "def",        [NODE_GLOBAL] = "global",
	[NODE_BREAK] = "break",   [NODE_CONTINUE] = "continue", [NODE_RETURN] = "return",
	[NODE_FILTER] = "filter", [NODE_PARAMETER] = "default", [NODE_REST] = "rest",
	[NODE_UNTIL] = "until",   [NODE_CATCHES] = "catches",   [NODE_CATCH] = "catch",
};

static const char *const operation_words[] = {
	"+",   "-",  "*",  "/", "%",  "band", "bor", "bxor", "bsl",
	"bsr", "==", "!=", "<", "<=", ">",    ">=",  "in"};

static void print_list(const struct node *node, struct buffer *out)
{
	for (; node; node = node->next) {
		buffer_byte(out, ' ');
		print(node, out);
	}
}

/* Leaves have a form of their own. */
static bool print_leaf(const struct node *node, struct buffer *out)
{
	switch (node->kind) {
	case NODE_NIL:
	case NODE_TRUE:
	case NODE_FALSE:
		buffer_text(out, node_words[node->kind]);
		return true;
	case NODE_INT:
		buffer_int(out, node->integer);
		return true;
	case NODE_BYTES:
		if (node->flag_option)
			buffer_byte(out, '-');
		literal_format(out, node->text, node->length);
		return true;
	case NODE_VARIABLE:
		assert_int_equal(strlen(node->text), node->length);
		buffer_format(out, "$%s", node->text);
		return true;
	case NODE_PARAMETER:
		if (!node->a)
			buffer_format(out, "$%s", node->text);
		return !node->a;
	case NODE_ARGUMENT:
		buffer_format(out, "$%d", (int)node->integer);
		return true;
	default:
		return false;
	}
}

static void print(const struct node *node, struct buffer *out)
{
	if (!node) {
		buffer_byte(out, '_');
		return;
	}
	if (print_leaf(node, out))
		return;
	buffer_byte(out, '(');
	buffer_text(out, node->kind == NODE_BINARY ? operation_words[node->operation]
						   : node_words[node->kind]);
	if (node->text) {
		buffer_byte(out, ' ');
		buffer_append(out, node->text, node->length);
	}
	if ((node->kind == NODE_FOR || node->kind == NODE_FILTER) && node->text2)
		buffer_format(out, " %s", node->text2);
	if (node->kind == NODE_CALL && node->b) {
		buffer_text(out, " on ");
		print(node->b, out);
	}
	print_list(node->a, out);
	if (node->kind != NODE_CALL && (node->b || node->c))
		print_list(node->b ? node->b : NULL, out);
	if (node->kind == NODE_SLICE && !node->b)
		buffer_text(out, " _");
	if (node->c)
		print_list(node->c, out);
	buffer_byte(out, ')');
}

/* ---- cases ---- */

static void expect_tree(const char *text, const char *expected)
{
	struct arena arena = {0};
	struct buffer out = {0};
	struct parsed parsed = parse(text, strlen(text), EXTENT_ALL, &arena);
	if (parsed.error) {
		buffer_text(&out, "error: ");
		error_message(parsed.error, &out);
	} else {
		for (const struct node *node = parsed.tree->a; node; node = node->next) {
			if (out.length)
				buffer_text(&out, " ; ");
			print(node, &out);
		}
	}
	if (strcmp(buffer_cstring(&out), expected) != 0)
		fail_msg("%s\n   gives %s\ninstead of %s", text, buffer_cstring(&out), expected);
	buffer_free(&out);
	object_release(parsed.error);
	arena_free(&arena);
}

struct example {
	const char *text, *tree;
};

static void expect_trees(const struct example *examples)
{
	for (; examples->text; examples++)
		expect_tree(examples->text, examples->tree);
}

static void words(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"", ""},
		{" \t;; \n\r\n # a comment\n", ""},
		{"f a 'b' \"c\"", "(call f \"a\" \"b\" \"c\")"},
		{"f a\"b\"'c'", "(call f \"abc\")"},
		{"f ''", "(call f \"\")"},
		{"f \"\"", "(call f \"\")"},
		{"f ''a''", "(call f \"a\")"},
		{"f 0 42 -7 -0 007 0x10 2s", "(call f 0 42 -7 \"-0\" \"007\" \"0x10\" \"2s\")"},
		{"f 127.0.0.1 [::1]:80 a,b", "(call f \"127.0.0.1\" \"[::1]:80\" \"a,b\")"},
		{"f 9223372036854775807 -9223372036854775808",
		 "(call f 9223372036854775807 -9223372036854775808)"},
		{"f true false nil truely 'nil'", "(call f true false nil \"truely\" \"nil\")"},
		{"f 4\"2\" t\"rue\"", "(call f \"42\" \"true\")"},
		{"f -n --raw -- - -5 '-n' -n'x' -_",
		 "(call f -\"-n\" -\"--raw\" -\"--\" \"-\" -5 \"-n\" \"-nx\" \"-_\")"},
		{"f a#b # c", "(call f \"a#b\")"},
		{"f #b\ng", "(call f) ; (call g)"},
		{"f a \\\n b\\\nc", "(call f \"a\" \"b\" \"c\")"},
		{"f a \\\r\n b\r\ng", "(call f \"a\" \"b\") ; (call g)"},
		{"f a\\b \\n", "(call f \"a\\\\b\" \"\\\\n\")"},
		{"f - = == + 1 * a[ ] 1+2",
		 "(call f \"-\" \"=\" \"==\" \"+\" 1 \"*\" \"a[\" \"]\" \"1+2\")"},
		{"f 'a\nb'", "(call f \"a\\nb\")"},
		{"f \u00e9\xf0\x9f\x98\x80", "(call f \"\u00e9\xf0\x9f\x98\x80\")"},
		{"\xef\xbb\xbf"
		 "f",
		 "(call f)"},
		{NULL, NULL},
	});
}

static void cooked(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"f \"\\n\\r\\t\\0\\\\\\\"\\$\\e\\x41\\u{e9}\"",
		 "(call f \"\\n\\r\\t\\x00\\\\\\\"\\$\\eA\u00e9\")"},
		{"f \"\\xff\\x00\"", "(call f \"\\xff\\x00\")"},
		{"f \"a$x\"", "(call f (join \"a\" $x))"},
		{"f \"$x\"", "(call f (join $x))"},
		{"f \"$x$y\"'z'w", "(call f (join $x $y \"zw\"))"},
		{"f a$x", "(call f (join \"a\" $x))"},
		{"f a'b'\"c$x\"", "(call f (join \"abc\" $x))"},
		{"f \"$x.\"", "(call f (join $x \".\"))"},
		{"f \"$m.from.port.\"", "(call f (join (field port (field from $m)) \".\"))"},
		{"f \"$l[0]x\"", "(call f (join (index $l 0) \"x\"))"},
		{"f \"$m[\"k\"]\"", "(call f (join (index $m \"k\")))"},
		{"f \"${x}.txt\"", "(call f (join $x \".txt\"))"},
		{"f \"${m.b} ${len $x} ${$n + 1}\"",
		 "(call f (join (field b $m) \" \" (call len $x) \" \" (+ $n 1)))"},
		{"f \"${l[0].a}\"", "(call f (join (field a (index $l 0))))"},
		{"f \"${ x }\"", "(call f (join $x))"},
		{"f \"${g \"${h \"i\"}\"}\"", "(call f (join (call g (join (call h \"i\")))))"},
		{"f \"${x = 5}${l[0] = 1}${true}${1}\"",
		 "(call f (join (set $x 5) (set (index $l 0) 1) true 1))"},
		{"f \"$1$2x\"", "(call f (join $1 $2 \"x\"))"},
		{"f \"cost $ 5 $. $\"", "(call f \"cost \\$ 5 \\$. \\$\")"},
		{"f \"${!echo \"}\" }\"", "(call f (join (sh echo \"}\" )))"},
		{"f \"${t &}\"", "(call f (join (task (call t))))"},
		{NULL, NULL},
	});
}

static void variables(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"$x", "$x"},
		{"f $x $m.from $l[0] $l[-1].a", "(call f $x (field from $m) (index $l 0) "
						"(field a (index $l -1)))"},
		{"f $x.5 $x. $x/y $x:80", "(call f (join $x \".5\") (join $x \".\") "
					  "(join $x \"/y\") (join $x \":80\"))"},
		{"f ${x}.txt ${x}[0] $1.a $1[0]", "(call f (join $x \".txt\") (join $x \"[0]\") "
						  "(join $1 \".a\") (join $1 \"[0]\"))"},
		{"f (g).port (g)[0] (g)x", "(call f (field port (call g)) (index (call g) 0) "
					   "(join (call g) \"x\"))"},
		{"f $x [0]", "(call f $x (list 0))"},
		{"f $a$b(c)", "(call f (join $a $b (call c)))"},
		{"$l[1:3]", "(slice $l 1 3)"},
		{"$l[1:]", "(slice $l 1)"},
		{"$l[:3]", "(slice $l _ 3)"},
		{"$l[:]", "(slice $l _)"},
		{"$l[ $a : $b ]", "(slice $l $a $b)"},
		{"$l[\n0\n]", "(index $l 0)"},
		{"$m['a'].b[(f)]", "(index (field b (index $m \"a\")) (call f))"},
		{"$1[0]", "(index $1 0)"},
		{"'abc'[0]", "(index \"abc\" 0)"},
		{"[1 2][0]", "(index (list 1 2) 0)"},
		{"$12", "$12"},
		{NULL, NULL},
	});
}

static void expressions(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"},
		{"(1 + 2) * 3", "(* (+ 1 2) 3)"},
		{"1+2", "(+ 1 2)"},
		{"$a-1", "(- $a 1)"},
		{"$a - -1", "(- $a -1)"},
		{"-$a * -2 - - 3", "(- (* (neg $a) -2) (neg 3))"},
		{"--5", "(neg -5)"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"-0", "0"},
		{"7 / 2 % 3", "(% (/ 7 2) 3)"},
		{"$a or $b and not $c == 1", "(or $a (and $b (not (== $c 1))))"},
		{"not not $a and not $b", "(and (not (not $a)) (not $b))"},
		{"not($a)", "(not $a)"},
		{"$a + 1 in $l == true", "(== (in (+ $a 1) $l) true)"},
		{"$a != 1", "(!= $a 1)"},
		{"$a<1", "(< $a 1)"},
		{"$a <= 1 or $a >= 3 or $a > 5", "(or (or (<= $a 1) (>= $a 3)) (> $a 5))"},
		{"'a' + \"b\"'c'$d", "(+ \"a\" (join \"bc\" $d))"},
		{"$a bor 1 band bnot -$b bsl 2", "(bor $a (bsl (band 1 (bnot (neg $b))) 2))"},
		{"not bnot 1 bxor 2 == 3 + 4 bsr 1",
		 "(not (== (bxor (bnot 1) 2) (+ 3 (bsr 4 1))))"},
		{"0x1F + -0b11 + 0x0", "(+ (+ 31 -3) 0)"},
		{"(f 1) == 'x'", "(== (call f 1) \"x\")"},
		{"true", "true"},
		{"nil == false", "(== nil false)"},
		{"(1 +\n2 # two\n)", "(+ 1 2)"},
		{"$a + \\\n1", "(+ $a 1)"},
		{"((1))", "1"},
		{"f (1 + 2) 1 + 2", "(call f (+ 1 2) 1 \"+\" 2)"},
		{NULL, NULL},
	});
}

static void containers(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"[]", "(list)"},
		{"[1 -2 $x (1 + 2) tcp [1 2] {a: 1}]",
		 "(list 1 -2 $x (+ 1 2) \"tcp\" (list 1 2) (map (pair \"a\" 1)))"},
		{"[1,2, 3 ,4,]", "(list 1 2 3 4)"},
		{"[\n1\n2 # two\n,3\n]", "(list 1 2 3)"},
		{"[-n true 'a''b' a$x 127.0.0.1:80]",
		 "(list \"-n\" true \"ab\" (join \"a\" $x) \"127.0.0.1:80\")"},
		{"[$x[0] (f)[1] $x.y]", "(list (index $x 0) (index (call f) 1) (field y $x))"},
		{"[(f a,b]c)]", "(list (call f \"a,b]c\"))"},
		{"{}", "(map)"},
		{"{a: 1, 'b c': x \"d\": $y\n(e): [1]}",
		 "(map (pair \"a\" 1) (pair \"b c\" \"x\") (pair \"d\" $y) "
		 "(pair (call e) (list 1)))"},
		{"{a:1 if:b:c d : {}}", "(map (pair \"a\" 1) (pair \"if\" \"b:c\") "
					"(pair \"d\" (map)))"},
		{"x = {a: 1}", "(set $x (map (pair \"a\" 1)))"},
		{"f ({a: 1})", "(call f (map (pair \"a\" 1)))"},
		{NULL, NULL},
	});
}

static void assignments(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"x = 5", "(set $x 5)"},
		{"x = f 5", "(set $x (call f 5))"},
		{"x =\t$y + 1", "(set $x (+ $y 1))"},
		{"x = y = z = f", "(set $x (set $y (set $z (call f))))"},
		{"[a b] = f", "(set (names $a $b) (call f))"},
		{"[a] = x = [b,\n#c\nd\n] = 5", "(set (names $a) (set $x (set (names $b $d) 5)))"},
		{"([a b]\n = 1)", "(set (names $a $b) 1)"},
		{"[a b] == 1", "(== (list \"a\" \"b\") 1)"},
		{"[a b 1] + [c]", "(+ (list \"a\" \"b\" 1) (list \"c\"))"},
		{"l[0] = 1", "(set (index $l 0) 1)"},
		{"m.k = 1", "(set (field k $m) 1)"},
		{"m.k['a'].b = f", "(set (field b (index (field k $m) \"a\")) (call f))"},
		{"l[0][$i + 1] = m.a = 2",
		 "(set (index (index $l 0) (+ $i 1)) (set (field a $m) 2))"},
		{"x = [\n1\n]", "(set $x (list 1))"},
		{"x = (y = 1)", "(set $x (set $y 1))"},
		{"x = if $a { 1 } else { 2 }", "(set $x (if $a (block 1) (block 2)))"},
		{"x =$y", "(call x (join \"=\" $y))"},
		{"x=5", "(call x=5)"},
		{"x == 3", "(call x \"==\" 3)"},
		{"x \\\n = \\\n 1", "(set $x 1)"},
		{"(x\n=\n1)", "(set $x 1)"},
		{NULL, NULL},
	});
}

static void calls(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"f; g\nh", "(call f) ; (call g) ; (call h)"},
		{"f [1 x] a[0] [[y] {z: 2}] []",
		 "(call f (list 1 \"x\") \"a[0]\" (list (list \"y\") (map (pair \"z\" 2))) (list))"},
		{"f [a\nb] | g [$x]", "(pipe (call f (list \"a\" \"b\")) (call g (list $x)))"},
		{"f [::1] [::1]:80 [fe80::2%e0]:$p [::1]a[b",
		 "(call f \"[::1]\" \"[::1]:80\" (join \"[fe80::2%e0]:\" $p) \"[::1]a[b\")"},
		{"f [a:b] [::g] [::1%]", "(call f (list \"a:b\") (list \"::g\") \"[::1%]\")"},
		{"timeout [1] { }", "(timeout (list 1) (block))"},
		{"c1.send hi", "(call send on $c1 \"hi\")"},
		{"c1.wait-for.x", "(call wait-for.x on $c1)"},
		{"m.5 a", "(call m.5 \"a\")"},
		{"/bin/ls -l", "(call /bin/ls -\"-l\")"},
		{"a | b c | d", "(pipe (pipe (call a) (call b \"c\")) (call d))"},
		{"$x | s.send", "(pipe $x (call send on $s))"},
		{"(a |\nb)", "(pipe (call a) (call b))"},
		{"f (g (h 1)) 2", "(call f (call g (call h 1)) 2)"},
		{"f &", "(task (call f))"},
		{"f & g &h", "(task (call f)) ; (task (call g)) ; (call h)"},
		{"a | b &", "(task (pipe (call a) (call b)))"},
		{"t = accept &", "(set $t (task (call accept)))"},
		{"t = u = a | b &", "(set $t (set $u (task (pipe (call a) (call b)))))"},
		{"t = (x = f) &", "(set $t (task (set $x (call f))))"},
		{"f (accept &)", "(call f (task (call accept)))"},
		{"loop { f & }", "(loop (block (task (call f))))"},
		{NULL, NULL},
	});
}

static void shell_commands(void **state)
{
	(void)state;
	expect_trees((const struct example[]){
		{"!ls -l | wc; it's", "(sh ls -l | wc; it's)"},
		{"! a \\\n b\nf", "(sh  a \\\n b) ; (call f)"},
		{"!a\r\nf", "(sh a) ; (call f)"},
		{"recv | !xxd", "(pipe (call recv) (sh xxd))"},
		{"x = !date", "(set $x (sh date))"},
		{"f (!echo ')' \"\\\")\" (a) {b} })", "(call f (sh echo ')' \"\\\")\" (a) {b} }))"},
		{"if true { !echo $(a) ) '}' }", "(if true (block (sh echo $(a) ) '}' )))"},
		{"if true { !echo it's\n}", "(if true (block (sh echo it's)))"},
		{"spawn !sleep 1", "(spawn (sh sleep 1))"},
		{NULL, NULL},
	});
}

static const struct example control_forms[] = {
	{"if $a {f}", "(if $a (block (call f)))"},
	{"if f 1 { g } else { h }", "(if (call f 1) (block (call g)) (block (call h)))"},
	{"if $a { } else if $b { 1\n2 } else if $c {} else { 3 }",
	 "(if $a (block) (if $b (block 1 2) (if $c (block) (block 3))))"},
	{"if $x == {a: 1} {}", "(if (== $x (map (pair \"a\" 1))) (block))"},
	{"(if $a { 1 }\nelse { 2 })", "(if $a (block 1) (block 2))"},
	{"while d = recv 9 { send $d }", "(while (set $d (call recv 9)) (block (call send $d)))"},
	{"loop { break; continue }", "(loop (block (break) (continue)))"},
	{"loop 3 {f}", "(loop 3 (block (call f)))"},
	{"for x in $l { f $x }", "(for x $l (block (call f $x)))"},
	{"for i x in range 0 3 {}", "(for i x (call range 0 3) (block))"},
	{"for x in [1\n2] {}", "(for x (list 1 2) (block))"},
	{"spawn { f }", "(spawn (block (call f)))"},
	{"spawn f 1 2", "(spawn (call f 1 2))"},
	{"serve { f }", "(serve (block (call f)))"},
	{"serve as c { c.f }", "(serve (block (call f on $c)) $c)"},
	{"s1.serve f 1", "(serve (call f 1) $s1)"},
	{"try { f } catch e { g $e.name }",
	 "(try (block (call f)) (catches (catch e (block (call g (field name $e))))))"},
	{"try { f } catch { 1 }", "(try (block (call f)) (catches (catch (block 1))))"},
	{"try { f }", "(try (block (call f)))"},
	{"x = try { f } catch e { '' } | g",
	 "(set $x (pipe (try (block (call f)) (catches (catch e (block \"\")))) (call g)))"},
	{"try { } catch EOF { 1 } catch AB_1 C2 e { 2 } catch E { 3 }",
	 "(try (block) (catches (catch \"EOF\" (block 1)) (catch e \"AB_1\" \"C2\" (block 2)) "
	 "(catch E (block 3))))"},
	{"try { f } finally { g }", "(try (block (call f)) (block (call g)))"},
	{"try { } catch EOF{ 1 }finally{ 2 } | g",
	 "(pipe (try (block) (catches (catch \"EOF\" (block 1))) (block 2)) (call g))"},
	{"finally = $finally", "(set $finally $finally)"},
	{"loop { try { break } finally { loop { break } } }",
	 "(loop (block (try (block (break)) (block (loop (block (break)))))))"},
	{"timeout 2s { f }", "(timeout \"2s\" (block (call f)))"},
	{"timeout \"${n}ms\"{ f }", "(timeout (join $n \"ms\") (block (call f)))"},
	{"until $x == 1", "(until (== $x 1))"},
	{"until f 1 | g", "(until (pipe (call f 1) (call g)))"},
	{"until = $until.until", "(set $until (field until $until))"},
	{"expect $x == 1", "(expect (== $x 1))"},
	{"expect within 1s (f) == 2", "(within \"1s\" (== (call f) 2))"},
	{"expect took 100ms 200ms { f }", "(took \"100ms\" \"200ms\" (block (call f)))"},
	{"expect error ECONNREFUSED { f }", "(fails \"ECONNREFUSED\" (block (call f)))"},
	{"def f a b { return $a }", "(def f $a $b (block (return $a)))"},
	{"def f host port=80 opts=({a: 1}) all=[1 b] x=\"a $host\" rest... {}",
	 "(def f $host (default port 80) (default opts (map (pair \"a\" 1))) "
	 "(default all (list 1 \"b\")) (default x (join \"a \" $host)) (rest rest) (block))"},
	{"def f all...{}", "(def f (rest all) (block))"},
	{"filter x in f { $x }", "(filter x (call f) (block $x))"},
	{"f (filter i x in $l { break })", "(call f (filter i x $l (block (break))))"},
	{"filter = 5; filter[0] = filter.x = 1; for filter in f { }",
	 "(set $filter 5) ; (set (index $filter 0) (set (field x $filter) 1)) ; "
	 "(for filter (call f) (block))"},
	{"def f filter filter2=1 { global filter; filter.send $filter }",
	 "(def f $filter (default filter2 1) (block (global $filter) (call send on $filter $filter)))"},
	{"def wait-for {}", "(def wait-for (block))"},
	{"def f { global a b; return }", "(def f (block (global $a $b) (return)))"},
	{"loop 3 { global n } &", "(task (loop 3 (block (global $n))))"},
	{"def g { return f 1 }", "(def g (block (return (call f 1))))"},
	{"spawn { if $a { return } }", "(spawn (block (if $a (block (return)))))"},
	{"loop { x = (if $a { break }) }", "(loop (block (set $x (if $a (block (break))))))"},
	{"loop { break } &", "(task (loop (block (break))))"},
	{"ifx", "(call ifx)"},
	{NULL, NULL},
};

static void control(void **state)
{
	(void)state;
	expect_trees(control_forms);
}

/* ---- places ---- */

static void offsets(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct parsed parsed = parse("x = s1.f (1 + $y.z)", 19, EXTENT_ALL, &arena);
	assert_int_equal(parsed.status, COMPILE_DONE);
	const struct node *set = parsed.tree->a;
	assert_int_equal(set->offset, 0);
	assert_int_equal(set->b->offset, 7);
	assert_int_equal(set->b->b->offset, 4);
	assert_int_equal(set->b->a->offset, 12);
	assert_int_equal(set->b->a->a->offset, 10);
	assert_int_equal(set->b->a->b->offset, 14);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),      cmocka_unit_test(cooked),
		cmocka_unit_test(variables),  cmocka_unit_test(expressions),
		cmocka_unit_test(containers), cmocka_unit_test(assignments),
		cmocka_unit_test(calls),      cmocka_unit_test(shell_commands),
		cmocka_unit_test(control),    cmocka_unit_test(offsets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
