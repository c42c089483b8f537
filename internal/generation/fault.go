package generation

import "runtime/debug"

// Beside runs f in a goroutine of its own. wait waits for it and panics with what f panicked with: mapped files that
// somebody cut short end in a panic, which those who wait are ready for, and a goroutine of its own is not.
func Beside(f func()) (wait func()) {
	ended := make(chan any, 1)
	go func() {
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		defer func() { ended <- recover() }()
		f()
	}()
	return func() {
		if p := <-ended; p != nil {
			panic(p)
		}
	}
}
