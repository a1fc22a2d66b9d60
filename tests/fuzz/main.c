/*
 * Runs a fuzz target over its seeds where there is no libFuzzer: the files named on the command
 * line and all files of the folders named there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)walk;
	if (type != FTW_F)
		return 0;
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return 1;
	}
	/* Exactly as long as the data, so that a sanitizer sees a read after its end. */
	size_t size = (size_t)status->st_size;
	uint8_t *data = malloc(size ? size : 1);
	int result = !data || fread(data, 1, size, file) != size;
	fclose(file);
	if (!result)
		LLVMFuzzerTestOneInput(data, size);
	free(data);
	return result;
}

int main(int count, char **words)
{
	for (int i = 1; i < count; i++) {
		if (nftw(words[i], run_file, 16, FTW_PHYS) != 0) {
			fprintf(stderr, "%s: cannot be read\n", words[i]);
			return 1;
		}
	}
	return 0;
}
