/*
 * fuzz_marks: marks lie within their text, and what ends inside something has it marked as open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/marks.h"

#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct marks marks;
	marks_read(&marks, (const char *)data, size);
	for (uint32_t i = 0; i < marks.count; i++) {
		const struct mark *mark = &marks.list[i];
		check(mark->start <= mark->end && mark->end <= size);
		check(mark->kind != MARK_PAIR || (mark->start < mark->end && mark->end < size));
		check(mark->kind != MARK_OPEN || mark->start < mark->end);
	}
	marks_free(&marks);
	return 0;
}
