//go:build !linux && !darwin && !windows

package durable

import "errors"

// move is not known here.
func move(from, to string) error { return errors.ErrUnsupported }
