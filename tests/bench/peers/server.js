// An echo, reverse or thanks server in node. SPDX-License-Identifier: GPL-3.0-or-later
const net = require('net');
const mode = process.argv[2];
const server = net.createServer(connection => {
	connection.on('error', () => connection.destroy());
	if (mode === 'thanks')
		connection.end('Thank you for connecting');
	else if (mode === 'reverse')
		connection.on('data', data => connection.write(data.reverse()));
	else
		connection.on('data', data => connection.write(data));
});
server.listen({port: 0, host: '127.0.0.1', backlog: 4096},
	() => console.log(server.address().port));
