package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"
)

// conversation counts the requests that came in and were not answered. A client that closes its end, as a pipe does, has
// asked its last question and still wants the answers: the end of the input is passed on when the last of them is out.
type conversation struct {
	ctx  context.Context
	in   io.Reader
	out  io.Writer
	mu   sync.Mutex
	line []byte         // of the input, as far as it came
	open map[string]int // requests less answers by id; an answer may be out before the end of its line is seen
	idle chan struct{}  // closed when open has become empty after the end of the input
	over bool           // the input has ended
}

// mostLine is the longest message of a client in bytes.
const mostLine = 1 << 20

func converse(ctx context.Context, in io.Reader, out io.Writer) *conversation {
	return &conversation{ctx: ctx, in: in, out: out, open: map[string]int{}, idle: make(chan struct{})}
}

// Read reads from the client. A last line that is not ended is ended here, or its reader would wait for more of it.
func (c *conversation) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.mu.Lock()
	if err != nil && n == 0 && len(c.line) > 0 && len(p) > 0 {
		p[0] = '\n'
		n = 1
	}
	c.asked(p[:n])
	if n == 0 && err != nil {
		c.over = true
		c.settle()
	}
	c.mu.Unlock()
	if n > 0 || err == nil {
		return n, nil
	}
	select {
	case <-c.idle:
	case <-c.ctx.Done():
	}
	return 0, err
}

// Write writes to the client.
func (c *conversation) Write(p []byte) (int, error) {
	n, err := c.out.Write(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	for line := range bytes.Lines(p) {
		if id, method := frame(line); id != "" && method == "" {
			c.count(id, -1)
		}
	}
	if err != nil {
		clear(c.open) // nobody listens
	}
	c.settle()
	return n, err
}

// Close leaves the streams open: they are the program's.
func (c *conversation) Close() error { return nil }

// asked notes the requests in what was read. A line past the limit is none: the connection ends there.
func (c *conversation) asked(p []byte) {
	for len(p) > 0 {
		line, rest, ended := bytes.Cut(p, []byte("\n"))
		if len(c.line)+len(line) <= mostLine {
			c.line = append(c.line, line...)
		}
		if !ended {
			return
		}
		if id, method := frame(c.line); id != "" && method != "" {
			c.count(id, 1)
		}
		c.line, p = c.line[:0], rest
	}
}

func (c *conversation) count(id string, by int) {
	if c.open[id] += by; c.open[id] == 0 {
		delete(c.open, id)
	}
}

// settle lets the end of the input through when everything is answered.
func (c *conversation) settle() {
	if !c.over {
		return
	}
	for _, n := range c.open {
		if n > 0 {
			return
		}
	}
	select {
	case <-c.idle:
	default:
		close(c.idle)
	}
}

// frame is the id and the method of a message, empty where it has none (https://www.jsonrpc.org/specification).
func frame(line []byte) (id, method string) {
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
	}
	if json.Unmarshal(line, &m) != nil || string(m.ID) == "null" {
		return "", m.Method
	}
	return string(m.ID), m.Method
}
