/*
 * reports: see reports.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/reports.h"

#include <string.h>

#include "show/foreign_text.h"

#define SHOWN_A_SECOND 4

static bool same_text(const struct bytes *one, const struct bytes *other)
{
	return one == other || (one && other && one->length == other->length &&
				memcmp(one->data, other->data, one->length) == 0);
}

static bool alike(const struct error *one, const struct error *other, bool client)
{
	return strcmp(one->name, other->name) == 0 && one->source == other->source &&
	       one->offset == other->offset && (client || same_text(one->detail, other->detail));
}

/* "recv: ECONNRESET: 296 more within a second" */
static void summarize(struct report_kind *kind, struct buffer *summary)
{
	const struct error *like = kind->like;
	if (kind->left_out) {
		if (like->call) {
			escape_line(summary, like->call->data, like->call->length);
			buffer_text(summary, ": ");
		}
		buffer_format(summary, "%s: %u more within a second\n", like->name, kind->left_out);
	}
	object_release(kind->like);
	*kind = (struct report_kind){0};
}

void reports_summarize(struct reports *reports, int64_t now, struct buffer *summary)
{
	for (unsigned i = 0; i < REPORT_KINDS; i++) {
		struct report_kind *kind = &reports->kinds[i];
		if (kind->like && now - kind->since >= NANOSECONDS)
			summarize(kind, summary);
	}
}

/* The kind of the error; else a free one, or the oldest. */
static struct report_kind *kind_of(struct reports *reports, const struct error *error, bool client)
{
	struct report_kind *found = reports->kinds;
	for (unsigned i = 0; i < REPORT_KINDS; i++) {
		struct report_kind *kind = &reports->kinds[i];
		if (kind->like && alike(kind->like, error, client))
			return kind;
		if (found->like && (!kind->like || kind->since < found->since))
			found = kind;
	}
	return found;
}

bool reports_pass(struct reports *reports, const struct error *error, bool client, int64_t now,
		  struct buffer *summary)
{
	reports_summarize(reports, now, summary);
	struct report_kind *kind = kind_of(reports, error, client);
	if (kind->like && !alike(kind->like, error, client))
		summarize(kind, summary);
	if (!kind->like)
		*kind = (struct report_kind){
			.like = object_retain((void *)(uintptr_t)error),
			.since = now,
		};
	if (kind->count < SHOWN_A_SECOND) {
		kind->count++;
		return true;
	}
	kind->left_out++;
	return false;
}

int64_t reports_due(const struct reports *reports)
{
	int64_t due = TIME_NEVER;
	for (unsigned i = 0; i < REPORT_KINDS; i++) {
		const struct report_kind *kind = &reports->kinds[i];
		if (kind->left_out && kind->since + NANOSECONDS < due)
			due = kind->since + NANOSECONDS;
	}
	return due;
}
