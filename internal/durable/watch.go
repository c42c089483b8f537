package durable

import "sync/atomic"

// Kinds of operations, in the order in which a new file goes through them.
const (
	OpCreate  = "create"  // of a new empty file at Path
	OpWrite   = "write"   // of Data, the whole content of the file at Path
	OpOwn     = "own"     // mode, owner and attributes of the file at Path
	OpSync    = "sync"    // of the content of the file at Path
	OpLink    = "link"    // of the file at Path as To
	OpRename  = "rename"  // of Path to To
	OpMove    = "move"    // of Path to To, which has to be free
	OpRemove  = "remove"  // of the name Path
	OpMkdir   = "mkdir"   // of the folder Path
	OpSyncDir = "syncdir" // of the names in the folder Path
)

// Op is one step of writing, as Watch sees it.
type Op struct {
	Kind     string
	Path, To string
	Data     []byte
}

// Watcher is told of each step. Where Before returns an error the step is not done and fails with it, as on
// a full disk; After is told of those that were done. Both may be nil, and both may be called by several
// goroutines at once.
type Watcher struct {
	Before func(Op) error
	After  func(Op)
}

var watcher atomic.Pointer[Watcher]

// Watch makes w see every step from now on, until stop is called. Tests use it to stop, fail or replay
// writers at each of their steps; the program does not.
func Watch(w *Watcher) (stop func()) {
	watcher.Store(w)
	return func() { watcher.Store(nil) }
}

// do does one step in sight of the watcher.
func do(op Op, step func() error) error {
	w := watcher.Load()
	if w == nil {
		return step()
	}
	if w.Before != nil {
		if err := w.Before(op); err != nil {
			return err
		}
	}
	err := step()
	if err == nil && w.After != nil {
		w.After(op)
	}
	return err
}
