/*
 * handsh: an interactive shell whose commands are socket calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/host_entry.h"
#include "handsh/host_names.h"
#include "handsh/ui.h"

int main(int count, char **words)
{
	if (count == 2 && strcmp(words[1], KEEPER_WORD) == 0)
		keeper_main();
	if (count == 2 && strcmp(words[1], NAMES_WORD) == 0)
		names_main();
	if (count == ENTRY_WORDS && strcmp(words[1], ENTRY_WORD) == 0)
		entry_main(words);
	return handsh_main(count, words);
}
