package kb

import "errors"

// Class says what an error means for the command that met it, and so with which code the program ends.
type Class int

// The classes of errors.
const (
	// ClassNothing: there is no answer, and nothing is wrong.
	ClassNothing Class = iota + 1
	// ClassUsage: what was asked is wrong, whatever the library holds.
	ClassUsage
	// ClassLibrary: the library or its index cannot be used, or not in this way.
	ClassLibrary
)

// Advice is an error with what to do about it. Every error that a person can do something about is one;
// rooms below the command line return it, the command line prints both lines.
type Advice struct {
	// Err says what happened, in lower case, without a full stop.
	Err error
	// Hint says what to do next; empty where nothing is known.
	Hint string
	// Class is what the error means for the command.
	Class Class
}

// Error is that of Err: the hint is printed on a line of its own.
func (a *Advice) Error() string { return a.Err.Error() }

// Unwrap returns Err.
func (a *Advice) Unwrap() error { return a.Err }

// Usage is advice about something wrong that was asked.
func Usage(msg, hint string) *Advice {
	return &Advice{Err: errors.New(msg), Hint: hint, Class: ClassUsage}
}

// Nothing is advice where there is no answer.
func Nothing(msg, hint string) *Advice {
	return &Advice{Err: errors.New(msg), Hint: hint, Class: ClassNothing}
}

// Unusable is advice about a library, an index or a file that cannot be used.
func Unusable(err error, hint string) *Advice {
	return &Advice{Err: err, Hint: hint, Class: ClassLibrary}
}

// AdviceOf is the advice in the chain of err; nil if there is none.
func AdviceOf(err error) *Advice {
	var a *Advice
	if errors.As(err, &a) {
		return a
	}
	return nil
}
