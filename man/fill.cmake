# Writes OUTPUT: the page INPUT with its lines @COMMANDS@ and @IDEAS@ replaced by what TOOL writes.
#
# SPDX-License-Identifier: GPL-3.0-or-later

file(READ ${INPUT} page)
foreach(part commands ideas)
	execute_process(COMMAND ${TOOL} ${part} OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
	string(TOUPPER "@${part}@\n" line)
	string(REPLACE "${line}" "${text}" page "${page}")
endforeach()
file(WRITE ${OUTPUT} "${page}")
