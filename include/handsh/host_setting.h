/*
 * host_setting: the kernel's settings of a host's network, sysctl(8): files below /proc/sys/net.
 *
 * A path is that below it, as ipv4/tcp_sack; a folder's ends in a slash, and "" is all of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HOST_SETTING_H
#define HANDSH_HOST_SETTING_H

#include "handsh/host.h"

#define SETTING_PATH 128 /* bytes of the longest path, with its NUL */

enum setting_owner {
	SETTING_OF_HOST,
	SETTING_OF_MACHINE, /* one for all hosts, which only this machine's user can set */
	SETTING_OF_KERNEL,  /* for reading only, wherever it is read */
};

/* What a word means: net.ipv4.tcp_sack, ipv4/tcp_sack, tcp_sack, /proc/sys/net/ipv4/tcp_sack, or a
 * folder. Of several of one name it is that of ipv4, core, ipv6. False: nothing of the kind. */
bool setting_find(struct host *host, const char *word, char path[SETTING_PATH]);
bool setting_is_folder(const char *path);
/* net.ipv4.tcp_sack */
void setting_format(const char *path, struct buffer *text);
/* Its text, in one line, and whose it is; what only the machine has is read there. 0 or errno. */
int setting_read(struct host *host, const char *path, struct buffer *text,
		 enum setting_owner *owner);
/* 0, or errno of *call, which is open or write. */
int setting_write(struct host *host, const char *path, const char *text, size_t length,
		  const char **call);
/* Tells all files in a folder and below. */
void settings_walk(struct host *host, const char *folder,
		   void (*tell)(void *context, const char *path), void *context);

#endif
