/*
 * progress: see progress.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/progress.h"

#include <inttypes.h>

#define LONG NANOSECONDS        /* work that takes longer is told of */
#define STILL (2 * NANOSECONDS) /* without a byte: then it is said that nothing comes */
#define FAR (100 * 3600)        /* seconds that nobody waits for */

void progress_begin(struct progress *progress, int64_t now)
{
	*progress = (struct progress){.began = now, .moved = now};
}

/* The latest but so many. */
static const struct progress_look *look_before(const struct progress *progress, unsigned back)
{
	return &progress->looks[(progress->count - 1 - back) % PROGRESS_LOOKS];
}

bool progress_look(struct progress *progress, int64_t now, uint64_t done)
{
	const struct progress_look *latest = progress->count ? look_before(progress, 0) : NULL;
	if (latest && now - latest->time < PROGRESS_EVERY)
		return false;
	if (done != (latest ? latest->done : 0))
		progress->moved = now;
	progress->looks[progress->count++ % PROGRESS_LOOKS] = (struct progress_look){now, done};
	return true;
}

bool progress_is_long(const struct progress *progress)
{
	const struct progress_look *latest = progress->count ? look_before(progress, 0) : NULL;
	return latest && latest->done && latest->time - progress->began >= LONG;
}

/* Bytes a second, as far as the looks go back. */
static uint64_t rate_of(const struct progress *progress)
{
	const unsigned kept = progress->count < PROGRESS_LOOKS ? progress->count : PROGRESS_LOOKS;
	const struct progress_look *latest = look_before(progress, 0);
	const struct progress_look *first = look_before(progress, kept - 1);
	const int64_t took = latest->time - first->time;
	if (took <= 0 || latest->done < first->done)
		return 0;
	return (uint64_t)((double)(latest->done - first->done) * (double)NANOSECONDS /
			  (double)took);
}

static void put_time(uint64_t seconds, struct buffer *text)
{
	if (seconds < 60)
		buffer_format(text, "%" PRIu64 " s", seconds);
	else if (seconds < 3600)
		buffer_format(text, "%" PRIu64 " min %" PRIu64 " s", seconds / 60, seconds % 60);
	else
		buffer_format(text, "%" PRIu64 " h %" PRIu64 " min", seconds / 3600,
			      seconds % 3600 / 60);
}

static void put_left(uint64_t left, uint64_t rate, struct buffer *text)
{
	const uint64_t seconds = left / rate + (left % rate != 0);
	if (seconds >= FAR)
		return;
	buffer_text(text, ", ");
	put_time(seconds, text);
	buffer_text(text, " left");
}

void progress_format(const struct progress *progress, uint64_t total, struct buffer *text)
{
	const struct progress_look *latest = look_before(progress, 0);
	const uint64_t done = latest->done, rate = rate_of(progress);
	const bool known = total && done <= total;
	size_format(done, text);
	if (known) {
		buffer_text(text, " of ");
		size_format(total, text);
		buffer_format(text, " (%u%%)", (unsigned)((double)done * 100 / (double)total));
	}
	buffer_text(text, ", ");
	const int64_t still = latest->time - progress->moved;
	if (still >= STILL || !rate) {
		buffer_text(text, "nothing for ");
		put_time((uint64_t)((still + NANOSECONDS - 1) / NANOSECONDS), text);
		return;
	}
	size_format(rate, text);
	buffer_text(text, "/s");
	if (known)
		put_left(total - done, rate, text);
}
