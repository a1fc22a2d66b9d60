# One ctest run over all builds: `./run --test` copies this to build/CTestTestfile.cmake. The first
# test of each build makes it; when that fails, none of its others counts as passed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

foreach(build release asan clang stress)
	add_test("${build}:build" flock -o lock cmake --build "${build}")
	set_tests_properties("${build}:build" PROPERTIES
		FIXTURES_SETUP "build-${build}" PROCESSORS 2 TIMEOUT 1200)
	subdirs("${build}")
endforeach()
