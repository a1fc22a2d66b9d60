/*
 * base: what every layer stands on: memory, buffers, text, time. The values of the language are in
 * value.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BASE_H
#define HANDSH_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory: these never return NULL: without memory they say so and exit(3) ---- */

void *memory_allocate(size_t size);
/* What a library could not allocate ends the program in the same way. */
_Noreturn void memory_exhausted(void);
void *memory_zeroed(size_t count, size_t size);
void *memory_resize(void *memory, size_t size);
char *memory_copy(const char *text, size_t length); /* NUL-terminated copy; the caller frees */

/* A pool of short-lived objects that are freed together; syntax trees live in one. */
struct arena {
	struct arena_block *block; /* newest first */
	char *next, *end;          /* free room in the newest block */
};

void *arena_allocate(struct arena *arena, size_t size); /* zeroed, aligned for any object */
void arena_reset(struct arena *arena);                  /* forgets all, keeps one block for reuse */
void arena_free(struct arena *arena);

/* ---- buffer: text or bytes that grow; data is not NUL-terminated unless asked for ---- */

struct buffer {
	char *data;
	size_t length, capacity;
};

char *buffer_reserve(struct buffer *buffer, size_t room); /* at least room bytes after the end */
void buffer_append(struct buffer *buffer, const void *data, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
void buffer_int(struct buffer *buffer, int64_t integer);
const char *buffer_cstring(struct buffer *buffer); /* adds a NUL that length does not count */
void buffer_free(struct buffer *buffer);           /* back to empty, {0} */

/* ---- text that is safe to show ---- */

/* How many bytes at data are printable ASCII, but no quote, backslash or also. */
size_t plain_stretch(const char *data, size_t length, char also);
/* Bytes as a "literal" that can be pasted back: printable UTF-8 stays, the rest is escaped. */
void literal_format(struct buffer *buffer, const void *data, size_t length);
/* The same, cut after limit bytes of data with the mark ... after the closing quote. */
void literal_format_cut(struct buffer *buffer, const void *data, size_t length, size_t limit);
/* What stands between the quotes, of about the first limit bytes: gives how many those were. */
size_t literal_piece(struct buffer *buffer, const char *data, size_t length, size_t limit);
/*
 * Text that is safe on a terminal: newline and tab stay, printable UTF-8 stays when utf8 is true,
 * everything else (controls, C1, bidirectional overrides, invalid UTF-8) becomes \xHH, \r or \e.
 */
void escape_format(struct buffer *buffer, const void *data, size_t length, bool utf8);
/* Length in bytes of the valid UTF-8 sequence at data (1 to 4), 0 when invalid or cut (RFC 3629).
 */
size_t utf8_sequence(const char *data, size_t length, uint32_t *character);
size_t utf8_put(uint32_t character, char out[4]); /* 0: not a Unicode scalar value */
bool utf8_valid(const char *data, size_t length);
/* What separates words in data: isspace(3) of the C locale, whatever the user's is. */
static inline bool byte_is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* ---- integers ---- */

/* Of a hexadecimal digit, large or small; -1: it is none. */
static inline int digit_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

enum digits {
	DIGITS_NOT,      /* there is something else */
	DIGITS_TOO_MANY, /* for 64 bits */
	DIGITS_FIT,
};
/* The whole text as an integer: '-' allowed, then decimal digits, or 0x or 0b and theirs. What is
 * longer than 64 KiB is none. */
enum digits digits_read(const char *text, size_t length, int64_t *integer);
/* The same of 64 bits beside the sign. */
enum digits digits_magnitude(const char *text, size_t length, bool *negative, uint64_t *magnitude);

/* ---- time ---- */

#define NANOSECONDS INT64_C(1000000000)
#define TIME_NEVER INT64_MAX

int64_t clock_now(void);  /* CLOCK_MONOTONIC in nanoseconds, clock_gettime(2) */
int64_t clock_wall(void); /* CLOCK_REALTIME, the same: since 1970 */

/* A duration word: 500us, 200ms, 2s, 1m, or digits for seconds (fractions too: 0.5s, and 0x10);
 * nanoseconds. */
bool duration_parse(const char *text, size_t length, int64_t *nanoseconds);
/* The shortest such word, rounded up to microseconds: 2s, 200ms, 1500us. */
void duration_format(int64_t nanoseconds, struct buffer *buffer);
/* A count of bytes: digits with k, M or G of 1,024 after them. */
/* 512 bytes, 63.9k, 1.5M: of 1,024 as they are typed. */
void size_format(uint64_t size, struct buffer *buffer);
bool size_parse(const char *text, size_t length, int64_t *size);

/* ---- descriptors ---- */

/*
 * Moves a descriptor of our own out of the way, so that a session's first socket is 3, the number
 * that every tutorial shows. Takes fd and gives the one to use: fd itself where there is no room.
 */
int descriptor_aside(int fd);

/* ---- nearest names, for "did you mean" ---- */

/* Edit distance with transpositions (Damerau, restricted); at most limit + 1 is returned. */
unsigned text_distance(const char *a, const char *b, unsigned limit);
#define NEAREST_LENGTH 64 /* longer names are never near each other */

/* Collects the up to three nearest of the candidates offered one by one. */
struct nearest {
	const char *wanted;
	char names[3][NEAREST_LENGTH + 1]; /* best first */
	unsigned distances[3];
	unsigned count;
};
void nearest_offer(struct nearest *nearest, const char *candidate);
/* Is the best of them the name itself, in other letters? */
static inline bool nearest_is_same(const struct nearest *nearest)
{
	return nearest->count && !nearest->distances[0];
}
/* Appends "did you mean a, b or c?", after a "; " where the buffer holds something; nothing when there
 * is no near name. */
void nearest_format(const struct nearest *nearest, struct buffer *buffer);

#endif
