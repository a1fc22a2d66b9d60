/*
 * test_library: a library is loaded once, when it is asked for; what is missing is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "handsh/base.h"
#include "handsh/library.h"

#define FUNCTIONS(X) X(cos) X(floor)
struct mathematics {
	FUNCTIONS(LIBRARY_POINTER)
};
static const struct library library_m = {"libm.so.6", "libc6", LIBRARY_FUNCTIONS(FUNCTIONS)};

static void test_functions(void **state)
{
	struct libraries libraries = {0};
	struct error *error = NULL;
	(void)state;
	const struct mathematics *m = library_load(&libraries, &library_m, &error);
	assert_non_null(m);
	assert_true(m->cos(0) > 0.99 && m->cos(3.14) < -0.99);
	assert_true(m->floor(2.5) < 2.1);
	assert_ptr_equal(library_load(&libraries, &library_m, &error), m);
	libraries_free(&libraries);
}

static void refused(const struct library *library, const char *word)
{
	struct libraries libraries = {0};
	struct error *error = NULL;
	struct buffer text = {0};
	assert_null(library_load(&libraries, library, &error));
	assert_string_equal(error->name, "ELIBACC");
	error_format(error, &text);
	assert_non_null(strstr(buffer_cstring(&text), word));
	text.length = 0;
	buffer_append(&text, error->hint->data, error->hint->length);
	assert_non_null(strstr(buffer_cstring(&text), "libnone1"));
	buffer_free(&text);
	object_release(error);
	libraries_free(&libraries);
}

static void test_missing(void **state)
{
	static const char *const names[] = {"cos", "no_such_function", NULL};
	(void)state;
	refused(&(struct library){"libnone.so.1", "libnone1", names}, "libnone.so.1");
	refused(&(struct library){"libm.so.6", "libnone1", names}, "no_such_function");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
