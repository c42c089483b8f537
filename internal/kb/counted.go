package kb

import "strconv"

// Counted is a number with what it counts: "1 note", "2 notes".
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
