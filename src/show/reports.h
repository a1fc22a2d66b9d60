/*
 * reports: how often the same error of connections, and of other tasks, is shown. Any client can
 * cause as many as it likes, and so can a loop; what is left out is counted, and the count is told
 * once a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_REPORTS_H
#define HANDSH_SHOW_REPORTS_H

#include "handsh/journal.h"

#define REPORT_KINDS 8 /* counted at the same time */

/* Errors of one name from one place of the script; of tasks that are no connections also of one
 * text. */
struct report_kind {
	struct error *like; /* the first of them; NULL: free */
	int64_t since;      /* of the second that is being counted */
	unsigned count, left_out;
};

struct reports {
	struct report_kind kinds[REPORT_KINDS];
};

/*
 * Is an error of that time to be shown? Otherwise it is counted. client: of a connection, whatever
 * its text. A count that must make way is appended to summary, as a line.
 */
bool reports_pass(struct reports *reports, const struct error *error, bool client, int64_t now,
		  struct buffer *summary);
/* When reports_summarize has something to tell; TIME_NEVER: nothing is counted. */
int64_t reports_due(const struct reports *reports);
/* Appends a line for each kind whose second is over; TIME_NEVER: for all. */
void reports_summarize(struct reports *reports, int64_t now, struct buffer *summary);

#endif
