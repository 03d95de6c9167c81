// Go's net/http with a bounded channel for each subscriber. An event is encoded once; a subscriber that is behind gets all that has
// gathered before its next flush.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

type topic struct {
	mutex       sync.Mutex
	events      uint64
	subscribers map[chan []byte]struct{}
}

var (
	capacity = number("CAPACITY", 1024)
	mutex    sync.RWMutex
	topics   = map[string]*topic{}
)

func find(name string) *topic {
	mutex.RLock()
	found := topics[name]
	mutex.RUnlock()
	if found != nil {
		return found
	}
	mutex.Lock()
	defer mutex.Unlock()
	if topics[name] == nil {
		topics[name] = &topic{subscribers: map[chan []byte]struct{}{}}
	}
	return topics[name]
}

func (t *topic) publish(data string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.events++
	event := []byte(fmt.Sprintf("id: %d\ndata: %s\n\n", t.events, data))
	for subscriber := range t.subscribers {
		select {
		case subscriber <- event:
		default: // A subscriber whose channel is full loses the event.
		}
	}
}

func subscribe(w http.ResponseWriter, r *http.Request) {
	flusher := w.(http.Flusher)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	t := find(strings.TrimPrefix(r.URL.Path, "/stream/"))
	events := make(chan []byte, capacity)
	t.mutex.Lock()
	t.subscribers[events] = struct{}{}
	t.mutex.Unlock()
	defer func() {
		t.mutex.Lock()
		delete(t.subscribers, events)
		t.mutex.Unlock()
	}()

	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case event := <-events:
			if _, err := w.Write(event); err != nil {
				return
			}
			for more := len(events); more > 0; more-- {
				if _, err := w.Write(<-events); err != nil {
					return
				}
			}
			flusher.Flush()
		}
	}
}

// Each line is "<topic> <data>".
func publish(w http.ResponseWriter, r *http.Request) {
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if name, data, ok := strings.Cut(lines.Text(), " "); ok {
			find(name).publish(data)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func collect(w http.ResponseWriter, _ *http.Request) {
	debug.FreeOSMemory()
	w.WriteHeader(http.StatusNoContent)
}

func number(name string, otherwise int) int {
	if value, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return value
	}
	return otherwise
}

func main() {
	http.HandleFunc("/stream/", subscribe)
	http.HandleFunc("/publish", publish)
	http.HandleFunc("/gc", collect)
	log.Fatal(http.ListenAndServe(fmt.Sprintf("127.0.0.1:%d", number("PORT", 4000)), nil))
}
