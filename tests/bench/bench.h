/*
 * bench: what the benchmark's C programs share. They are the limit that handsh is measured against,
 * and the load on its servers; each ends with a message when anything goes other than planned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define THANKS "Thank you for connecting"
#define MESSAGE_SIZE 64

void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void die_errno(const char *call) __attribute__((noreturn));
int64_t check(const char *call, int64_t result); /* ends the program when result is negative */

int64_t nanoseconds(void); /* CLOCK_MONOTONIC */
void raise_descriptor_limit(void);
void limit_time(unsigned seconds); /* ends the program if it still runs then */
int64_t number(const char *word, int64_t least, int64_t most);

/* A TCP socket that listens on 127.0.0.1, on a port of the kernel's. */
int listen_anywhere(int flags, uint16_t *port);
void announce(uint16_t port); /* writes the port as a line to standard output */
/* Connected to 127.0.0.1, from 127.0.0.1 + source: each address has ports of its own. */
int connect_from(unsigned source, uint16_t port);
void write_all(int fd, const void *data, size_t length);
/* Exactly length bytes, in a blocking socket. */
void read_all(int fd, void *data, size_t length);

#endif
