# Writes OUTPUT: the page INPUT with its line @COMMANDS@ replaced by what TOOL writes.
#
# SPDX-License-Identifier: GPL-3.0-or-later

execute_process(COMMAND ${TOOL} OUTPUT_VARIABLE commands COMMAND_ERROR_IS_FATAL ANY)
file(READ ${INPUT} page)
string(REPLACE "@COMMANDS@\n" "${commands}" page "${page}")
file(WRITE ${OUTPUT} "${page}")
