/*
 * captures: files of what passes: capture.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/captures.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "handsh/capture.h"
#include "handsh/names.h"
#include "handsh/pcapng.h"
#include "handsh/show.h"

#define APPLICATION "handsh " HANDSH_VERSION
#define WRITE_AT ((size_t)1 << 16) /* bytes that are not waited with */
#define COMMENTS_MOST 100          /* of a packet: the latest */

struct wire_capture {
	struct lab *lab;
	const struct wire *wire;              /* NULL: all */
	struct wire_capture *previous, *next; /* of a list of utlist.h */
	struct subscriber calls;
	char *path;
	int fd;
	int number; /* errno that has ended it */
	uint64_t packets, bytes;
	uint32_t interfaces[LAB_WIRES]; /* of each wire, by its number: from 1 on; 0: none yet */
	uint32_t interface_count;
	struct buffer blocks;   /* that are not in the file yet */
	struct buffer comment;  /* the one that is being made */
	struct buffer comments; /* of the next packet */
	uint32_t count;
	uint64_t left_out; /* comments before those */
};

/* ---- the file ---- */

static void tell(const struct wire_capture *capture)
{
	struct event event = {.kind = EVENT_ERROR, .flags = EVENT_TOP};
	struct error *error =
		error_errno(capture->number, "capture", "%s: no more is written", capture->path);
	event.error = error;
	journal_write(machine_journal(capture->lab->machine), &event);
	object_release(error);
}

/* Of what could not be written whole nothing stays, so that the file can be read. */
static void fail(struct wire_capture *capture, int number)
{
	const int cut = ftruncate(capture->fd, (off_t)capture->bytes);
	(void)cut; /* where there is nothing to be cut it is no file on a disk */
	capture->number = number;
	journal_unsubscribe(machine_journal(capture->lab->machine), &capture->calls);
	if (capture->bytes) /* else whoever begins it is told */
		tell(capture);
}

static void write_blocks(struct wire_capture *capture)
{
	size_t done = 0;
	while (done < capture->blocks.length && !capture->number) {
		const ssize_t put = write(capture->fd, capture->blocks.data + done,
					  capture->blocks.length - done);
		if (put > 0)
			done += (size_t)put;
		else if (put == 0 || errno != EINTR)
			fail(capture, put ? errno : EIO);
	}
	if (!capture->number)
		capture->bytes += done;
	capture->blocks.length = 0;
}

void captures_write(struct lab *lab)
{
	for (struct wire_capture *capture = lab->captures; capture; capture = capture->next)
		if (capture->blocks.length)
			write_blocks(capture);
}

/* ---- comments ---- */

/* Those that would be too many go: what comes last is nearest to the packet. */
static void comment_add(struct wire_capture *capture)
{
	if (capture->count == COMMENTS_MOST) {
		capture->left_out += capture->count;
		capture->count = 0;
		capture->comments.length = 0;
	}
	pcapng_comment(&capture->comments, capture->comment.data, capture->comment.length);
	capture->comment.length = 0;
	capture->count++;
}

static void comments_end(struct wire_capture *capture)
{
	if (!capture->left_out)
		return;
	buffer_format(&capture->comment, "before these there were %" PRIu64 " more",
		      capture->left_out);
	pcapng_comment(&capture->comments, capture->comment.data, capture->comment.length);
	capture->comment.length = 0;
}

static void comments_begin(struct wire_capture *capture)
{
	capture->comments.length = 0;
	capture->count = 0;
	capture->left_out = 0;
}

static void take_call(void *context, const struct event *event)
{
	struct wire_capture *capture = context;
	call_line(event, true, &capture->comment);
	comment_add(capture);
}

/* ---- what passes ---- */

static bool is_meant(const struct wire_capture *capture, const struct wire *wire)
{
	return !capture->number && (!capture->wire || capture->wire == wire);
}

static uint32_t interface_of(struct wire_capture *capture, const struct wire *wire)
{
	uint32_t *interface = &capture->interfaces[wire->number];
	if (!*interface) {
		pcapng_interface(&capture->blocks, wire->name);
		*interface = ++capture->interface_count;
	}
	return *interface - 1;
}

static void put(struct wire_capture *capture, const struct wire *wire, int64_t time,
		const void *frame, size_t length)
{
	const uint32_t interface = interface_of(capture, wire);
	comments_end(capture);
	pcapng_packet(&capture->blocks, interface, time, frame, length, &capture->comments);
	comments_begin(capture);
	capture->packets++;
	if (capture->blocks.length >= WRITE_AT)
		write_blocks(capture);
}

void captures_put(struct lab *lab, const struct wire *wire, int64_t time, const void *frame,
		  size_t length)
{
	for (struct wire_capture *capture = lab->captures; capture; capture = capture->next)
		if (is_meant(capture, wire))
			put(capture, wire, time ? time : clock_wall(), frame, length);
}

/* #3  a > b  …  lost, of one that does not stand there; #3  duplicated, of one that is the next. */
void captures_note(struct lab *lab, const struct packet *packet)
{
	const bool gone = packet->fate == PACKET_LOST || packet->fate == PACKET_DROPPED;
	for (struct wire_capture *capture = lab->captures; capture; capture = capture->next) {
		if (!is_meant(capture, packet->wire))
			continue;
		if (gone)
			packet_head_format(packet, &capture->comment);
		else
			buffer_format(&capture->comment, "#%" PRIu32, packet->id);
		buffer_text(&capture->comment, "  ");
		packet_outcome_format(packet, &capture->comment);
		comment_add(capture);
	}
}

/* ---- beginning and end ---- */

struct wire_capture *capture_begin(struct lab *lab, const struct wire *wire, int fd,
				   const char *path, int *number)
{
	struct wire_capture *capture = memory_zeroed(1, sizeof(*capture));
	capture->lab = lab;
	capture->wire = wire;
	capture->fd = fd;
	capture->path = memory_copy(path, strlen(path));
	capture->calls = (struct subscriber){
		.kinds = EVENT_MASK(EVENT_CALL), .notify = take_call, .context = capture};
	journal_subscribe(machine_journal(lab->machine), &capture->calls);
	DL_APPEND2(lab->captures, capture, previous, next);
	pcapng_header(&capture->blocks, APPLICATION);
	write_blocks(capture);
	*number = capture->number;
	if (!*number)
		return capture;
	capture_end(lab, capture);
	return NULL;
}

/* What was called after the last packet. */
static void put_rest(struct wire_capture *capture)
{
	comments_end(capture);
	if (!capture->comments.length)
		return;
	if (!capture->interface_count)
		interface_of(capture, capture->wire ? capture->wire : capture->lab->wires);
	pcapng_comments(&capture->blocks, 0, clock_wall(), &capture->comments);
}

int capture_end(struct lab *lab, struct wire_capture *capture)
{
	if (!capture->number) {
		journal_unsubscribe(machine_journal(lab->machine), &capture->calls);
		put_rest(capture);
		write_blocks(capture);
	}
	int number = capture->number;
	if (close(capture->fd) < 0 && errno != EINTR && !number)
		number = errno;
	DL_DELETE2(lab->captures, capture, previous, next);
	buffer_free(&capture->comment);
	buffer_free(&capture->comments);
	buffer_free(&capture->blocks);
	free(capture->path);
	free(capture);
	return number;
}

void captures_free(struct lab *lab)
{
	while (lab->captures)
		capture_end(lab, lab->captures);
}

/* ---- looking at them ---- */

struct wire_capture *capture_next(const struct lab *lab, const struct wire_capture *capture)
{
	return capture ? capture->next : lab ? lab->captures : NULL;
}

void capture_facts(const struct wire_capture *capture, struct capture_facts *facts)
{
	*facts = (struct capture_facts){
		.path = capture->path,
		.wire = capture->wire,
		.packets = capture->packets,
		.bytes = capture->bytes + capture->blocks.length,
		.number = capture->number,
	};
}
