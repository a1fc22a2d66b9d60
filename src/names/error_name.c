/*
 * error_name: the kernel's errors by name, also those that have none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"

/* A system call fails with one of 1 to 4,095 (MAX_ERRNO of include/linux/err.h). */
#define MAX_ERRNO 4095

/* E0, E1 … E4095: strings that live for ever, for numbers that the list does not know. */
#define ONES(tens)                                                                                 \
	"E" #tens "0", "E" #tens "1", "E" #tens "2", "E" #tens "3", "E" #tens "4", "E" #tens "5",  \
		"E" #tens "6", "E" #tens "7", "E" #tens "8", "E" #tens "9"
#define TENS(hundreds)                                                                             \
	ONES(hundreds##0), ONES(hundreds##1), ONES(hundreds##2), ONES(hundreds##3),                \
		ONES(hundreds##4), ONES(hundreds##5), ONES(hundreds##6), ONES(hundreds##7),        \
		ONES(hundreds##8), ONES(hundreds##9)
#define HUNDREDS(thousands)                                                                        \
	TENS(thousands##0), TENS(thousands##1), TENS(thousands##2), TENS(thousands##3),            \
		TENS(thousands##4), TENS(thousands##5), TENS(thousands##6), TENS(thousands##7),    \
		TENS(thousands##8), TENS(thousands##9)

static const char numbered[][6] = {
	"E0",    "E1",    "E2",    "E3",    "E4",        "E5",        "E6",        "E7",
	"E8",    "E9",    ONES(1), ONES(2), ONES(3),     ONES(4),     ONES(5),     ONES(6),
	ONES(7), ONES(8), ONES(9), TENS(1), TENS(2),     TENS(3),     TENS(4),     TENS(5),
	TENS(6), TENS(7), TENS(8), TENS(9), HUNDREDS(1), HUNDREDS(2), HUNDREDS(3), HUNDREDS(4),
};

const char *error_name(int number)
{
	const char *name = name_of(&names_errors, number);
	if (name)
		return name;
	return number >= 0 && number <= MAX_ERRNO ? numbered[number] : "E?";
}

struct error *error_errno(int number, const char *call, const char *format, ...)
{
	const char *name = number < 0 ? name_of(&names_resolver, number) : error_name(number);
	struct error *error = error_kernel(name ? name : "EAI_FAIL", number, call, NULL);
	if (!format)
		return error;
	struct buffer detail = {0};
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&detail, format, arguments);
	va_end(arguments);
	error->detail = bytes_from(&detail);
	return error;
}
