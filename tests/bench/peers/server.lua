-- An echo, reverse or thanks server with LuaSocket. SPDX-License-Identifier: GPL-3.0-or-later
local socket = require("socket")
local mode = arg[1]
local listener = assert(socket.bind("127.0.0.1", 0, 4096))
local watched = {listener}
local place = {} -- of each connection in watched

local function greet()
	local connection = listener:accept()
	if mode == "thanks" then
		connection:send("Thank you for connecting")
		connection:close()
		return
	end
	connection:settimeout(0)
	watched[#watched + 1] = connection
	place[connection] = #watched
end

local function leave(connection)
	local last = watched[#watched]
	watched[place[connection]], place[last] = last, place[connection]
	watched[#watched], place[connection] = nil, nil
	connection:close()
end

local function answer(connection)
	local data, problem, part = connection:receive(4096)
	data = data or part
	if #data > 0 then
		connection:send(mode == "reverse" and data:reverse() or data)
	elseif problem == "closed" then
		leave(connection)
	end
end

print((select(2, listener:getsockname())))
io.stdout:flush()
while true do
	for _, ready in ipairs(socket.select(watched)) do
		if ready == listener then greet() else answer(ready) end
	end
end
