# A package of Debian:
#
#	cmake --preset package && cmake --build --preset package
#	cpack --config build/package/CPackConfig.cmake
#
# This file says what it is; stage.cmake puts in its place what Debian wants otherwise than others.
#
# SPDX-License-Identifier: GPL-3.0-or-later

# Who builds a package answers for it, as debchange(1) has it; else an address that is nobody's, RFC 2606.
if(DEFINED ENV{DEBFULLNAME} AND DEFINED ENV{DEBEMAIL})
	set(builder "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
	set(builder "handsh maintainers <maintainers@handsh.example>")
endif()
set(HANDSH_MAINTAINER "${builder}" CACHE STRING "Whom the package names")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME handsh)
set(CPACK_PACKAGE_CONTACT "${HANDSH_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "interactive shell whose commands are socket calls")
set(CPACK_PACKAGE_DESCRIPTION
	"handsh does sockets by hand: each command is one system call on a table of real
sockets of the kernel, and the line that answers it shows that call, with what
went in and what came out. The same lines in a file are a script, and scripts
grow to servers with thousands of clients.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
	OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# What is loaded when it is first used (handsh/library.h), and the manual's reader. What the kernel
# says of its sockets nearly everybody asks for.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libmnl0)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libssl3, libpcre2-8-0, libpcap0.8, man-db")

file(CONFIGURE OUTPUT debian/changelog @ONLY CONTENT
"handsh (${PROJECT_VERSION}) unstable; urgency=medium

  * This version; what has changed since the last one says the project's log.

 -- ${CPACK_PACKAGE_CONTACT}  Thu, 26 Nov 2026 12:00:00 +0000
")
configure_file(${CMAKE_CURRENT_SOURCE_DIR}/debian/copyright
	${CMAKE_CURRENT_BINARY_DIR}/debian/copyright COPYONLY)
configure_file(${CMAKE_CURRENT_SOURCE_DIR}/debian/stage.cmake.in
	${CMAKE_CURRENT_BINARY_DIR}/debian/stage.cmake @ONLY)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
	${CMAKE_CURRENT_SOURCE_DIR}/debian/conffiles
	${CMAKE_CURRENT_SOURCE_DIR}/debian/postinst
	${CMAKE_CURRENT_SOURCE_DIR}/debian/postrm)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_BINARY_DIR}/debian/stage.cmake)
include(CPack)
