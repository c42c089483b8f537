package digest

func memo[V any](f func(string) V) func(string) V {
	known := map[string]V{}
	return func(key string) V {
		v, ok := known[key]
		if !ok {
			v = f(key)
			known[key] = v
		}
		return v
	}
}
