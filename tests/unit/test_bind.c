/*
 * Binding: options, number and kinds of arguments, and who owns what afterwards.
 *
 * Each call is bound on an array like the machine's stack; all that the binding leaves there is
 * released, so that the leak checker sees what was lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "handsh/command.h"

#define STACK 32

struct stage {
	struct value stack[STACK];
	struct call call;
};

static const struct parameter count_parameter[] = {
	{.name = "COUNT", .kind = &kind_int, .least = 1, .most = 9}, {0}};
static const struct parameter word_parameter[] = {{.name = "WORD", .kind = &kind_bytes}, {0}};
static const struct parameter pair_parameters[] = {
	{.name = "NAME", .kind = &kind_word}, {.name = "SIZE", .kind = &kind_size}, {0}};

static const struct command command_recv_like = {
	.name = "recv",
	.parameters = (const struct parameter[]){
		{.name = "N", .kind = &kind_size, .arity = ARGUMENT_OPTIONAL, .most = 1 << 30},
		{0}}};
static const struct command command_print_like = {
	.name = "print",
	.parameters =
		(const struct parameter[]){
			{.name = "V", .kind = &kind_value, .arity = ARGUMENT_REST}, {0}},
	.options = (const struct command_option[]){
		{.letter = 'n', .name = "no-newline", .flag = 1},
		{.name = "raw", .flag = 4},
		{.letter = 'c', .name = "count", .value = count_parameter},
		{.name = "word", .value = word_parameter},
		{0}}};
static const struct command command_sendto_like = {
	.name = "sendto",
	.parameters = (const struct parameter[]){{.name = "ADDRESS", .kind = &kind_address},
						 {.name = "DATA", .kind = &kind_bytes},
						 {0}}};
static const struct command command_plain = {.name = "plain"};
static const struct parameter time_parameter[] = {
	{.name = "TIME", .kind = &kind_duration, .fallback = "200ms"}, {0}};
static const struct command command_gather = {
	.name = "gather",
	.parameters =
		(const struct parameter[]){
			{.name = "DATA", .kind = &kind_bytes, .arity = ARGUMENT_REST}, {0}},
	.options = (const struct command_option[]){
		{.name = "count", .value = count_parameter, .again = true},
		{.name = "pair", .value = pair_parameters},
		{.letter = 'p', .name = "pairs", .value = pair_parameters, .again = true},
		{0}}};
static const struct command command_with_defaults = {
	.name = "defaults",
	.parameters =
		(const struct parameter[]){
			{.name = "WORD", .kind = &kind_bytes},
			{.name = "SIZE",
			 .kind = &kind_size,
			 .arity = ARGUMENT_OPTIONAL,
			 .fallback = "64k"},
			{.name = "NAME",
			 .kind = &kind_word,
			 .arity = ARGUMENT_OPTIONAL,
			 .fallback = ""},
			{.name = "V", .kind = &kind_value, .arity = ARGUMENT_REST},
			{0}},
	.options = (const struct command_option[]){{.letter = 'n'},
						   {.name = "count", .value = count_parameter},
						   {.name = "time", .value = time_parameter},
						   {0}}};

static struct value word(const char *text)
{
	return value_bytes(bytes_text(text));
}

static struct value option(const char *text)
{
	struct value value = word(text);
	value.flags = VALUE_OPTION;
	return value;
}

static bool bind_shaped(struct stage *stage, const struct command *command, struct shape *shape,
			unsigned count, const struct value *arguments)
{
	/* What lies above the arguments is no value: binding must not look at it. */
	memset(stage, 0x5a, sizeof(*stage));
	for (unsigned i = 0; i < count; i++)
		stage->stack[i] = arguments[i];
	stage->call = (struct call){.command = command,
				    .arguments = stage->stack,
				    .count = (uint16_t)count,
				    .values = (uint16_t)count};
	return call_bind(&stage->call, shape);
}

static bool bind_words(struct stage *stage, const struct command *command, unsigned count,
		       const struct value *arguments)
{
	struct shape shape = command_shape(command);
	bool bound = bind_shaped(stage, command, &shape, count, arguments);
	shape_release(&shape);
	return bound;
}

static void leave(struct stage *stage)
{
	for (unsigned i = 0; i < stage->call.values; i++)
		value_release(stage->stack[i]);
	object_release(stage->call.error);
}

#define BIND(stage, command, ...)                                                                  \
	bind_words(stage, command, sizeof((struct value[]){__VA_ARGS__}) / sizeof(struct value),   \
		   (struct value[]){__VA_ARGS__})

static void expect_error(struct stage *stage, const char *message, const char *hint)
{
	struct buffer text = {0};
	error_format(stage->call.error, &text);
	assert_string_equal(buffer_cstring(&text), message);
	buffer_free(&text);
	if (hint) {
		struct buffer shown = {0};
		buffer_append(&shown, stage->call.error->hint->data,
			      stage->call.error->hint->length);
		assert_string_equal(buffer_cstring(&shown), hint);
		buffer_free(&shown);
	}
	leave(stage);
}

static void test_optional(void **state)
{
	(void)state;
	struct stage stage;
	assert_true(bind_words(&stage, &command_recv_like, 0, NULL));
	assert_int_equal(stage.call.count, 1);
	assert_int_equal(stage.call.values, 1);
	assert_false(call_given(&stage.call, 0));
	leave(&stage);
	assert_true(BIND(&stage, &command_recv_like, word("64k")));
	assert_int_equal(call_argument(&stage.call, 0).type, TYPE_INT);
	assert_int_equal(call_argument(&stage.call, 0).integer, 65536);
	leave(&stage);
}

static void test_count(void **state)
{
	(void)state;
	struct stage stage;
	assert_false(BIND(&stage, &command_recv_like, value_int(1), word("2")));
	expect_error(&stage, "recv: USAGE: too many arguments", "recv [N]");
	assert_false(BIND(&stage, &command_sendto_like, word("a:1")));
	expect_error(&stage, "sendto: USAGE: DATA is missing", "sendto ADDRESS DATA");
	assert_false(BIND(&stage, &command_plain, word("x")));
	expect_error(&stage, "plain: USAGE: it takes no arguments", "plain");
	assert_true(bind_words(&stage, &command_plain, 0, NULL));
	leave(&stage);
}

static void expect_defaults(struct stage *stage, int64_t size, const char *name, int64_t time)
{
	assert_int_equal(call_argument(&stage->call, 1).integer, size);
	assert_true(bytes_is(call_argument(&stage->call, 2).bytes, name));
	assert_int_equal(call_option_value(&stage->call, 2).integer, time);
}

static void test_defaults(void **state)
{
	(void)state;
	const int64_t usual = 200 * NANOSECONDS / 1000;
	struct stage stage;
	assert_true(BIND(&stage, &command_with_defaults, word("a")));
	assert_int_equal(stage.call.count, 3);
	assert_int_equal(stage.call.values, 5);
	expect_defaults(&stage, 65536, "", usual);
	assert_int_equal(call_option_value(&stage.call, 1).type, TYPE_UNSET);
	leave(&stage);
	assert_true(BIND(&stage, &command_with_defaults, word("a"), option("--count=3")));
	expect_defaults(&stage, 65536, "", usual);
	assert_int_equal(call_option_value(&stage.call, 1).integer, 3);
	leave(&stage);
	assert_true(BIND(&stage, &command_with_defaults, word("a"), word("1"), word("b"), word("c"),
			 word("d")));
	assert_int_equal(stage.call.count, 5);
	expect_defaults(&stage, 1, "b", usual);
	leave(&stage);
	assert_true(BIND(&stage, &command_with_defaults, option("--time=2"), word("a"), word("1"),
			 word("b"), word("c")));
	expect_defaults(&stage, 1, "b", 2 * NANOSECONDS);
	assert_true(bytes_is(call_argument(&stage.call, 3).bytes, "c"));
	leave(&stage);
	assert_false(BIND(&stage, &command_with_defaults, word("a"), word("x")));
	leave(&stage);
}

/* Each kind takes what its parameter says that it is when left out. */
static void test_every_default(void **state)
{
	(void)state;
	unsigned count = 0;
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++) {
		for (const struct command *const *command = chapter->commands; *command;
		     command++) {
			struct shape shape = command_shape(*command);
			for (unsigned i = 0; i < shape.fixed; i++) {
				const struct parameter *parameter = &(*command)->parameters[i];
				bool has = shape.defaults[i].type != TYPE_UNSET;
				assert_int_equal(has, parameter->fallback != NULL);
				if (has)
					assert_int_equal(parameter->arity, ARGUMENT_OPTIONAL);
				count += has;
			}
			shape_release(&shape);
		}
	}
	assert_true(count > 5);
}

static void test_conversion_errors(void **state)
{
	(void)state;
	struct stage stage;
	assert_false(BIND(&stage, &command_recv_like, word("abc")));
	expect_error(&stage, "recv: TYPE: N is a number, not \"abc\"", NULL);
	assert_false(BIND(&stage, &command_recv_like, value_object(TYPE_LIST, list_new(0))));
	expect_error(&stage, "recv: TYPE: N is a number, not a list", NULL);
	assert_false(BIND(&stage, &command_recv_like, VALUE_NIL));
	expect_error(&stage, "recv: TYPE: N is a number, not nil", NULL);
	assert_false(BIND(&stage, &command_recv_like, value_int(-1)));
	expect_error(&stage, "recv: RANGE: N is 0 to 1073741824, not -1", NULL);
	assert_false(BIND(&stage, &command_recv_like, word("99999999999999999999")));
	expect_error(&stage, "recv: RANGE: N is 0 to 1073741824, not 99999999999999999999", NULL);
}

static void test_options(void **state)
{
	(void)state;
	struct stage stage;
	assert_true(BIND(&stage, &command_print_like, word("a"), option("-n"), value_int(7),
			 option("--count=3"), option("--word"), option("-x"), option("--"),
			 option("-n")));
	assert_int_equal(stage.call.count, 3);
	assert_int_equal(stage.call.values, 5);
	assert_true(call_option(&stage.call, 0));
	assert_false(call_option(&stage.call, 1));
	assert_int_equal(call_flags(&stage.call), 1);
	assert_true(bytes_is(call_argument(&stage.call, 0).bytes, "a"));
	assert_int_equal(call_argument(&stage.call, 1).integer, 7);
	assert_true(bytes_is(call_argument(&stage.call, 2).bytes, "-n"));
	assert_int_equal(call_argument(&stage.call, 2).flags, 0);
	assert_int_equal(call_option_value(&stage.call, 2).integer, 3);
	assert_true(bytes_is(call_option_value(&stage.call, 3).bytes, "-x"));
	leave(&stage);
	/* Bytes that only look like an option are none. */
	assert_true(BIND(&stage, &command_print_like, word("-n")));
	assert_int_equal(stage.call.count, 1);
	assert_int_equal(call_option_value(&stage.call, 2).type, TYPE_UNSET);
	leave(&stage);
	assert_true(bind_words(&stage, &command_print_like, 0, NULL));
	assert_int_equal(stage.call.count, 0);
	assert_int_equal(stage.call.values, 0); /* nothing that an option could have */
	assert_int_equal(call_flags(&stage.call), 0);
	leave(&stage);
	assert_true(BIND(&stage, &command_print_like, option("--raw"), option("-n"),
			 option("--word"), word("w")));
	assert_int_equal(call_flags(&stage.call), 5);
	leave(&stage);
}

/* The last one of the same option holds, and the earlier value is not lost. */
static void test_option_twice(void **state)
{
	(void)state;
	struct stage stage;
	assert_true(
		BIND(&stage, &command_print_like, option("--word"), word("a"), option("--word=b")));
	assert_true(bytes_is(call_option_value(&stage.call, 3).bytes, "b"));
	leave(&stage);
}

static void expect_literal(struct value value, const char *literal)
{
	struct buffer text = {0};
	value_literal(value, &text);
	assert_string_equal(buffer_cstring(&text), literal);
	buffer_free(&text);
}

/* Each element is converted; what may be given again is a list also when it was given once. */
static void test_option_lists(void **state)
{
	(void)state;
	struct stage stage;
	assert_true(BIND(&stage, &command_gather, option("--count"), word("3"), word("a"),
			 option("--pair"), word("x"), word("1k"), option("--count=4"), option("-p"),
			 word("y"), value_int(2), word("b"), option("--pairs"), word("z"),
			 word("3")));
	assert_int_equal(stage.call.count, 2);
	assert_true(bytes_is(call_argument(&stage.call, 1).bytes, "b"));
	expect_literal(call_option_value(&stage.call, 0), "[3 4]");
	expect_literal(call_option_value(&stage.call, 1), "[\"x\" 1024]");
	expect_literal(call_option_value(&stage.call, 2), "[[\"y\" 2] [\"z\" 3]]");
	assert_int_equal(call_option_place(&stage.call, 2), 4);
	leave(&stage);
	assert_true(BIND(&stage, &command_gather, word("a"), option("--count"), word("9")));
	expect_literal(call_option_value(&stage.call, 0), "[9]");
	assert_int_equal(call_option_value(&stage.call, 1).type, TYPE_UNSET);
	assert_int_equal(call_option_value(&stage.call, 2).type, TYPE_UNSET);
	leave(&stage);
}

static void test_option_list_errors(void **state)
{
	(void)state;
	static const char synopsis[] =
		"gather [--count COUNT]… [--pair NAME SIZE] [-p NAME SIZE]… DATA…";
	struct stage stage;
	assert_false(BIND(&stage, &command_gather, option("--pair"), word("x")));
	expect_error(&stage, "gather: USAGE: --pair wants SIZE", synopsis);
	assert_false(
		BIND(&stage, &command_gather, option("-p"), word("x"), value_int(1), option("-p")));
	expect_error(&stage, "gather: USAGE: -p wants NAME", synopsis);
	assert_false(BIND(&stage, &command_gather, option("--pair=x"), word("1")));
	expect_error(&stage,
		     "gather: USAGE: what --pair takes stands after it, not after =", synopsis);
	assert_false(BIND(&stage, &command_gather, option("--count=1"), option("--count=10")));
	expect_error(&stage, "gather: RANGE: COUNT is 1 to 9, not 10", NULL);
	assert_false(BIND(&stage, &command_gather, option("-p"), word("x"), word("1"), option("-p"),
			  word("y"), word("many"), word("a")));
	expect_error(&stage, "gather: TYPE: SIZE is a number, not \"many\"", NULL);
}

/* A call's flag is told by the address of its word, of as many words as are remembered. */
static void test_flags_again(void **state)
{
	(void)state;
	struct stage stage;
	struct shape shape = command_shape(&command_print_like);
	struct value words[2 * FLAGS_KNOWN + 1];
	const unsigned count = sizeof(words) / sizeof(*words);
	for (unsigned i = 0; i < count; i++)
		words[i] = option(i % 2 ? "--raw" : "-n");
	for (unsigned i = 0; i < 3 * count; i++) {
		const unsigned first = i < count ? 0 : i % count, second = i * i % count;
		const struct value arguments[] = {value_retain(words[first]),
						  value_retain(words[second]), value_int(i)};
		assert_true(bind_shaped(&stage, &command_print_like, &shape, 3, arguments));
		assert_int_equal(stage.call.count, 1);
		assert_int_equal(call_argument(&stage.call, 0).integer, i);
		assert_int_equal(call_flags(&stage.call),
				 (first % 2 ? 4 : 1) | (second % 2 ? 4 : 1));
		leave(&stage);
	}
	struct value same = value_bytes(object_retain(words[0].bytes)); /* which is no option */
	assert_true(bind_shaped(&stage, &command_print_like, &shape, 1, &same));
	assert_int_equal(stage.call.count, 1);
	assert_int_equal(call_flags(&stage.call), 0);
	leave(&stage);
	for (unsigned i = 0; i < count; i++) {
		assert_true(words[i].bytes->object.references <= 2);
		value_release(words[i]);
	}
	shape_release(&shape);
}

static void test_option_errors(void **state)
{
	(void)state;
	static const char synopsis[] = "print [-n] [--raw] [-c COUNT] [--word WORD] V…";
	struct stage stage;
	assert_false(
		BIND(&stage, &command_print_like, option("--word=a"), word("x"), option("-z")));
	expect_error(&stage, "print: USAGE: there is no option \"-z\"", synopsis);
	assert_false(BIND(&stage, &command_print_like, option("-c")));
	expect_error(&stage, "print: USAGE: -c wants COUNT", synopsis);
	assert_false(BIND(&stage, &command_print_like, option("--raw=1")));
	expect_error(&stage, "print: USAGE: --raw takes no value", synopsis);
	assert_false(BIND(&stage, &command_print_like, word("x"), option("-c"), value_int(10)));
	expect_error(&stage, "print: RANGE: COUNT is 1 to 9, not 10", NULL);
	assert_false(BIND(&stage, &command_recv_like, option("-p")));
	expect_error(&stage, "recv: USAGE: there is no option \"-p\"", "recv [N]");
	assert_false(BIND(&stage, &command_print_like, option("--rwa")));
	assert_non_null(strstr(stage.call.error->hint->data, "raw"));
	leave(&stage);
}

static void test_address(void **state)
{
	(void)state;
	struct stage stage;
	assert_true(BIND(&stage, &command_sendto_like, word("h:1"), word("data")));
	assert_int_equal(stage.call.count, 2);
	assert_int_equal(call_argument(&stage.call, 0).type, TYPE_LIST);
	assert_int_equal(call_argument(&stage.call, 0).list->count, 1);
	leave(&stage);
	assert_true(BIND(&stage, &command_sendto_like, word(""), value_int(5000), value_int(1)));
	assert_int_equal(stage.call.count, 2);
	assert_int_equal(stage.call.values, 2);
	struct list *words = call_argument(&stage.call, 0).list;
	assert_int_equal(words->count, 2);
	assert_true(bytes_is(list_at(words, 1).bytes, "5000"));
	assert_true(bytes_is(call_argument(&stage.call, 1).bytes, "1"));
	leave(&stage);
	/* Which ports there are is a matter of the socket's family. */
	assert_true(BIND(&stage, &command_sendto_like, word(""), value_int(70000), word("x")));
	leave(&stage);
	assert_false(
		BIND(&stage, &command_sendto_like, word("a"), word("1"), word("x"), word("y")));
	expect_error(&stage, "sendto: USAGE: too many arguments", NULL);
	assert_false(BIND(&stage, &command_sendto_like, VALUE_NIL, word("1"), word("x")));
	expect_error(&stage, "sendto: USAGE: too many arguments", NULL);
}

static bool convert(const struct kind *kind, struct value *value, struct call *call)
{
	static const struct command command = {.name = "test"};
	const struct parameter parameter = {.name = "V", .kind = kind};
	*call = (struct call){.command = &command};
	bool converted = kind->convert(call, &parameter, value);
	if (!converted)
		value_release(*value);
	object_release(call->error);
	return converted;
}

static void expect_int(const struct kind *kind, struct value value, int64_t integer)
{
	struct call call;
	assert_true(convert(kind, &value, &call));
	assert_true(value.type == TYPE_INT || value.type == TYPE_BOOL);
	assert_true((value.type == TYPE_INT ? value.integer : value.boolean) == integer);
}

static void expect_refused(const struct kind *kind, struct value value)
{
	struct call call;
	assert_false(convert(kind, &value, &call));
}

static void test_kinds(void **state)
{
	(void)state;
	expect_int(&kind_int, word("-5"), -5);
	expect_refused(&kind_int, word("5k"));
	expect_refused(&kind_int, word(""));
	expect_refused(&kind_int, word("-"));
	expect_int(&kind_size, word("1M"), 1 << 20);
	expect_int(&kind_duration, word("200ms"), 200 * 1000 * 1000);
	expect_int(&kind_duration, value_int(2), 2 * NANOSECONDS);
	expect_refused(&kind_duration, value_int(-1));
	expect_refused(&kind_duration, value_int(INT64_MAX));
	expect_refused(&kind_duration, word("soon"));
	expect_int(&kind_switch, word("on"), true);
	expect_int(&kind_switch, word("off"), false);
	expect_int(&kind_switch, value_int(1), true);
	expect_refused(&kind_switch, value_int(2));
	expect_refused(&kind_switch, word("maybe"));
	expect_refused(&kind_list, word("x"));
	expect_refused(&kind_map, word("x"));
	expect_refused(&kind_bytes, value_bool(true));
	expect_refused(&kind_file, value_bytes(bytes_new("a\0b", 3)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_optional),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_option_twice),
		cmocka_unit_test(test_flags_again),
		cmocka_unit_test(test_option_errors),
		cmocka_unit_test(test_option_lists),
		cmocka_unit_test(test_option_list_errors),
		cmocka_unit_test(test_conversion_errors),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_every_default),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
