# An echo, reverse or thanks server in Tcl. SPDX-License-Identifier: GPL-3.0-or-later
set mode [lindex $argv 0]

proc answer {connection} {
	global mode
	set data [read $connection 4096]
	if {$mode eq "reverse"} { set data [string reverse $data] }
	puts -nonewline $connection $data
	if {[eof $connection]} { close $connection }
}

proc greet {connection host port} {
	global mode
	fconfigure $connection -blocking 0 -translation binary -buffering none
	if {$mode eq "thanks"} {
		puts -nonewline $connection "Thank you for connecting"
		close $connection
	} else {
		fileevent $connection readable [list answer $connection]
	}
}

set server [socket -server greet -myaddr 127.0.0.1 0]
puts [lindex [fconfigure $server -sockname] 2]
flush stdout
vwait forever
