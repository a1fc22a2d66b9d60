// The workloads in Go: a server of goroutines, and both ends in one process.
//
//	peer echo|reverse|thanks
//	peer cycles|pingpong N
//
// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strconv"
)

const thanks = "Thank you for connecting"

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

func answer(connection net.Conn, mode string) {
	defer connection.Close()
	data := make([]byte, 4096)
	for {
		count, err := connection.Read(data)
		if err != nil {
			return
		}
		if mode == "reverse" {
			for i, j := 0, count-1; i < j; i, j = i+1, j-1 {
				data[i], data[j] = data[j], data[i]
			}
		}
		if _, err := connection.Write(data[:count]); err != nil {
			return
		}
	}
}

func serve(mode string) {
	listener := listen()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		if mode == "thanks" {
			connection.Write([]byte(thanks))
			connection.Close()
			continue
		}
		go answer(connection, mode)
	}
}

// Both ends of a new connection.
func pair(listener net.Listener) (net.Conn, net.Conn) {
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	server, err := listener.Accept()
	if err != nil {
		log.Fatal(err)
	}
	return client, server
}

func cycles(count int) {
	listener := listen()
	data := make([]byte, 1024)
	for i := 0; i < count; i++ {
		client, server := pair(listener)
		server.Write([]byte(thanks))
		if got, _ := client.Read(data); string(data[:got]) != thanks {
			log.Fatal("not thanked")
		}
		server.Close()
		client.Close()
	}
}

func pass(from, to net.Conn, message []byte) {
	from.Write(message)
	if got, _ := to.Read(message); got != len(message) {
		log.Fatal("not the whole message")
	}
}

func pingpong(count int) {
	client, server := pair(listen())
	message := make([]byte, 64)
	for i := 0; i < count; i++ {
		pass(client, server, message)
		pass(server, client, message)
	}
}

func main() {
	mode := os.Args[1]
	if mode != "cycles" && mode != "pingpong" {
		serve(mode)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if mode == "cycles" {
		cycles(count)
	} else {
		pingpong(count)
	}
}
