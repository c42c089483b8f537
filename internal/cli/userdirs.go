package cli

import (
	"path/filepath"
	"runtime"
)

// dataDir is the user's data folder for takeaway: XDG's, also where another convention exists, but for
// Windows, whose own is used. Empty if the environment does not tell.
func dataDir(env func(string) string) string {
	return userDir(env, "XDG_DATA_HOME", "LOCALAPPDATA", ".local/share")
}

// cacheDir is the user's cache folder for takeaway.
func cacheDir(env func(string) string) string {
	return userDir(env, "XDG_CACHE_HOME", "LOCALAPPDATA", ".cache")
}

// configDir is the user's folder of settings for takeaway.
func configDir(env func(string) string) string {
	return userDir(env, "XDG_CONFIG_HOME", "APPDATA", ".config")
}

func userDir(env func(string) string, xdg, windows, home string) string {
	if dir := env(xdg); filepath.IsAbs(dir) { // XDG Base Directory: relative paths are to be ignored
		return filepath.Join(dir, "takeaway")
	}
	if dir := env(windows); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "takeaway")
	}
	if dir := env("HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, filepath.FromSlash(home), "takeaway")
	}
	return ""
}
