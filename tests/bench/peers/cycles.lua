-- cycles with LuaSocket. SPDX-License-Identifier: GPL-3.0-or-later
local socket = require("socket")
local server = assert(socket.bind("127.0.0.1", 0, 4096))
local host, port = server:getsockname()
for _ = 1, tonumber(arg[1]) do
	local client = assert(socket.tcp4())
	assert(client:connect(host, port))
	local connection = assert(server:accept())
	connection:send("Thank you for connecting")
	assert(client:receive(24))
	connection:close()
	client:close()
end
