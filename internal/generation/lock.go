package generation

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"takeaway/internal/durable"
)

// ErrLocked is returned by TryLock while another process writes the index.
var ErrLocked = errors.New("the index is being written by another process")

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
		return nil, fmt.Errorf("locking the index: %w", err)
	}
	return unlocker(f), nil
}

// TryLock is Lock for a caller that would rather read the current generation than wait: it returns
// ErrLocked if another writes.
func TryLock(dir string) (unlock func(), err error) {
	f, err := lockFile(dir)
	if err != nil {
		return nil, err
	}
	switch ok, err := f.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("locking the index: %w", err)
	case !ok:
		return nil, ErrLocked
	}
	return unlocker(f), nil
}

func lockFile(dir string) (*flock.Flock, error) {
	if _, err := durable.Mkdir(dir, durable.DirMode); err != nil {
		return nil, fmt.Errorf("locking the index: %w", err)
	}
	return flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o644)), nil
}

// unlocker leaves the file: removing it would let two writers hold locks on two files of one name.
func unlocker(f *flock.Flock) func() { return func() { _ = f.Close() } }
