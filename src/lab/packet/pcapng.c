/*
 * pcapng: blocks, each a type, its length, a body of words, and the length again: pcapng.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/pcapng.h"

#include <string.h>

enum block {
	SECTION_HEADER = 0x0a0d0d0a,
	INTERFACE_DESCRIPTION = 1,
	INTERFACE_STATISTICS = 5,
	ENHANCED_PACKET = 6,
};

enum option {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	INTERFACE_NAME = 2,
	SECTION_APPLICATION = 4,
	INTERFACE_RESOLUTION = 9,
};

#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define LINKTYPE_ETHERNET 1
#define RESOLUTION_NANOSECONDS 9 /* a negative power of ten */
#define TEXT_MOST UINT16_MAX

static void append32(struct buffer *file, uint32_t number)
{
	buffer_append(file, &number, sizeof(number));
}

static void append_padded(struct buffer *file, const void *data, size_t length)
{
	static const char zeros[4];
	buffer_append(file, data, length);
	buffer_append(file, zeros, -length % 4);
}

/* ---- blocks ---- */

/* Gives where it begins. */
static size_t begin_block(struct buffer *file, enum block type)
{
	const size_t start = file->length;
	append32(file, type);
	append32(file, 0); /* known at its end */
	return start;
}

static void end_block(struct buffer *file, size_t start)
{
	const uint32_t length = (uint32_t)(file->length - start + sizeof(length));
	append32(file, length);
	memcpy(file->data + start + 4, &length, sizeof(length));
}

static void append_option(struct buffer *file, enum option code, const void *data, size_t length)
{
	const uint16_t head[2] = {(uint16_t)code, (uint16_t)length};
	buffer_append(file, head, sizeof(head));
	append_padded(file, data, length);
}

/* So many bytes of UTF-8 that no character is cut. */
static size_t whole_characters(const char *text, size_t length)
{
	if (length <= TEXT_MOST)
		return length;
	length = TEXT_MOST;
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* Printable ASCII, in which nothing is to be escaped. */
static bool is_plain(const char *text, size_t length)
{
	unsigned char wrong = 0;
	for (size_t i = 0; i < length; i++)
		wrong |= (unsigned char)(text[i] < ' ' || text[i] > '~');
	return !wrong;
}

static void append_text(struct buffer *file, enum option code, const char *text, size_t length)
{
	struct buffer shown = {0};
	if (length <= TEXT_MOST && is_plain(text, length)) {
		append_option(file, code, text, length);
		return;
	}
	/* An escape is at most four bytes for one, so that more than this makes no difference. */
	escape_format(&shown, text, whole_characters(text, length), true);
	append_option(file, code, shown.data, whole_characters(shown.data, shown.length));
	buffer_free(&shown);
}

static void append_comments(struct buffer *file, const struct buffer *comments)
{
	if (!comments->length)
		return;
	buffer_append(file, comments->data, comments->length);
	append_option(file, OPTION_END, "", 0);
}

/* ---- the kinds of blocks ---- */

void pcapng_header(struct buffer *file, const char *application)
{
	static const uint16_t version[2] = {1, 0};
	const size_t start = begin_block(file, SECTION_HEADER);
	append32(file, BYTE_ORDER_MAGIC);
	buffer_append(file, version, sizeof(version));
	append32(file, UINT32_MAX); /* the section's length is not told */
	append32(file, UINT32_MAX);
	append_text(file, SECTION_APPLICATION, application, strlen(application));
	append_option(file, OPTION_END, "", 0);
	end_block(file, start);
}

void pcapng_interface(struct buffer *file, const char *name)
{
	const uint8_t resolution = RESOLUTION_NANOSECONDS;
	static const uint16_t link[2] = {LINKTYPE_ETHERNET, 0};
	const size_t start = begin_block(file, INTERFACE_DESCRIPTION);
	buffer_append(file, link, sizeof(link));
	append32(file, 0); /* packets are whole, however long */
	append_text(file, INTERFACE_NAME, name, strlen(name));
	append_option(file, INTERFACE_RESOLUTION, &resolution, sizeof(resolution));
	append_option(file, OPTION_END, "", 0);
	end_block(file, start);
}

void pcapng_comment(struct buffer *comments, const char *text, size_t length)
{
	append_text(comments, OPTION_COMMENT, text, length);
}

/* High half first: a time as the format has it. */
static uint32_t half_of(int64_t time, bool high)
{
	return (uint32_t)((uint64_t)time >> (high ? 32 : 0));
}

void pcapng_packet(struct buffer *file, uint32_t interface, int64_t time, const void *frame,
		   size_t length, const struct buffer *comments)
{
	const size_t start = begin_block(file, ENHANCED_PACKET);
	/* How much of the frame is there, and how much there was. */
	const uint32_t head[] = {interface, half_of(time, true), half_of(time, false),
				 (uint32_t)length, (uint32_t)length};
	buffer_append(file, head, sizeof(head));
	append_padded(file, frame, length);
	append_comments(file, comments);
	end_block(file, start);
}

void pcapng_comments(struct buffer *file, uint32_t interface, int64_t time,
		     const struct buffer *comments)
{
	const size_t start = begin_block(file, INTERFACE_STATISTICS);
	const uint32_t head[] = {interface, half_of(time, true), half_of(time, false)};
	buffer_append(file, head, sizeof(head));
	append_comments(file, comments);
	end_block(file, start);
}
