package generation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"takeaway/internal/durable"
)

// ErrLocked is wrapped by the errors of Lock and LockPatient where another process holds the lock.
var ErrLocked = errors.New("another command is writing the index")

// lockPoll is how often a waiting writer looks again.
const lockPoll = 20 * time.Millisecond

// Lock waits until no other process or goroutine writes the index in dir, or ctx is done. The writer
// calls unlock when it has finished. Readers never take the lock.
func Lock(ctx context.Context, dir string) (unlock func(), err error) {
	f, err := lockFile(dir)
	if err != nil {
		return nil, err
	}
	if _, err := f.TryLockContext(ctx, lockPoll); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w%s", ErrLocked, holder(dir))
		}
		return nil, fmt.Errorf("locking the index: %w", err)
	}
	sign(f)
	return unlocker(f), nil
}

// LockPatient is Lock for as long as the holder of the lock gets on with its work: it gives up with ErrLocked once
// nothing in dir has moved for patience, as when that process was stopped.
func LockPatient(ctx context.Context, dir string, patience time.Duration) (unlock func(), err error) {
	for before := moving(dir); ; {
		short, cancel := context.WithTimeout(ctx, patience)
		unlock, err = Lock(short, dir)
		cancel()
		if err == nil || ctx.Err() != nil || !errors.Is(err, ErrLocked) {
			return unlock, err
		}
		now := moving(dir)
		if now == before {
			return nil, err
		}
		before = now
	}
}

// moving changes as long as a writer works on the index in dir: it is made of the names, sizes and times of the files.
func moving(dir string) string {
	var b strings.Builder
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // it moves
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			fmt.Fprintln(&b, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}

// A writer leaves the number of its process in the file that it locks, for those who wait to name it.
const signature = "takeaway "

func sign(f *flock.Flock) {
	text := signature + strconv.Itoa(os.Getpid()) + "\n"
	_ = os.WriteFile(f.Path(), []byte(text), 0o644) // nobody needs it
}

// holder names the process that wrote into the lock last, as " (process 1234)", empty if that is not known.
func holder(dir string) string {
	data, err := readSmall(filepath.Join(dir, lockName), largestPointer)
	if err != nil {
		return ""
	}
	number, ok := strings.CutPrefix(strings.TrimSpace(string(data)), signature)
	if _, err := strconv.Atoi(number); err != nil || !ok {
		return ""
	}
	return " (process " + number + ")"
}

func lockFile(dir string) (*flock.Flock, error) {
	if _, err := durable.Mkdir(dir, durable.DirMode); err != nil {
		return nil, fmt.Errorf("locking the index: %w", err)
	}
	name := filepath.Join(dir, lockName)
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return nil, fmt.Errorf("locking the index: %s is not a regular file", name)
	}
	return flock.New(name, flock.SetPermissions(0o644)), nil
}

// unlocker leaves the file: removing it would let two writers hold locks on two files of one name.
func unlocker(f *flock.Flock) func() { return func() { _ = f.Close() } }
