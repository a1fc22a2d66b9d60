-- pingpong with LuaSocket. SPDX-License-Identifier: GPL-3.0-or-later
local socket = require("socket")
local server = assert(socket.bind("127.0.0.1", 0, 4096))
local host, port = server:getsockname()
local client = assert(socket.connect(host, port))
local connection = assert(server:accept())
local message = string.rep("x", 64)
for _ = 1, tonumber(arg[1]) do
	client:send(message)
	connection:send(connection:receive(64))
	client:receive(64)
end
