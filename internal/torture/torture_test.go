//go:build unix

package torture_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"takeaway/internal/cli"
	"takeaway/internal/durable"
	"takeaway/internal/durable/powercut"
	"takeaway/notes"
)

// How much of it. The defaults are for every run of the tests; make torture asks for more.
var (
	runs  = flag.Int("runs", 10, "how many commands are disturbed")
	seed  = flag.Uint64("seed", 1, "of the random numbers: the same seed disturbs the same steps")
	crowd = flag.Duration("crowd", time.Second, "how long readers and writers run side by side")
)

// disturbance, in the environment, makes this test binary the program with bad luck: "kill:17" ends it before
// its 17th step of writing as SIGKILL would, "bare:17" the same on a disk without hard links, "full:17" lets no step
// from the 17th on take room on the disk.
const disturbance = "TAKEAWAY_TORTURE"

func TestMain(m *testing.M) {
	kind, number, ok := strings.Cut(os.Getenv(disturbance), ":")
	if !ok {
		os.Exit(m.Run())
	}
	n, _ := strconv.ParseInt(number, 10, 64)
	var steps atomic.Int64
	durable.Watch(&durable.Watcher{Before: func(op durable.Op) error {
		if steps.Add(1) < n {
			if kind == "bare" && op.Kind == durable.OpLink {
				return syscall.EPERM
			}
			return nil
		}
		switch {
		case kind == "kill", kind == "bare":
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		case kind == "full" && takesRoom(op):
			return syscall.ENOSPC
		}
		return nil
	}})
	os.Exit(cli.Run(notes.FS))
}

func takesRoom(op durable.Op) bool {
	return slices.Contains([]string{durable.OpCreate, durable.OpWrite, durable.OpMkdir, durable.OpLink}, op.Kind)
}

// score counts what must not happen.
type score struct{ lost, half, wrong, foreign int }

// bench is where one test works.
type bench struct {
	t      *testing.T
	tmp    string
	random *rand.Rand
	score  score
	n      int
}

// note is one of the notes that each run begins with.
func note(i int) string {
	return fmt.Sprintf("---\ntitle: Report %d\nconference: kubecon-na-2019\nauthors: [Author %d]\n---\n## Lesson %d about the mesh\n#own-%d\n\nThe mesh is quiet now, and word%d knows it.\n\n## Another lesson %d\n\nGitops makes pipelines boring.\n", i, i, i, i, i, i)
}

// foreigners are files of others in and around a library.
var foreigners = map[string]string{
	"todo.txt": "mine", "notes/picture.png": "mine", "notes/.takeaway-mine": "mine", "index/mine.txt": "mine", "index/gen-900/results.csv": "mine",
	"index/undo/20200101.zip": "mine", "index/stage/mine": "mine", "index/.tmp-cache/mine": "mine", "index/lists/mine": "mine",
}

const noteCount = 6

// settings make a library that is read by itself, so that no answer takes in the built-in notes.
const settings = "shelves:\n  builtin: off\n"

// fresh makes a library as each run begins with: notes, an index, a step to undo, and files of others.
func (b *bench) fresh() string {
	b.t.Helper()
	b.n++
	dir := filepath.Join(b.tmp, fmt.Sprint(b.n), "lib")
	b.must(os.MkdirAll(filepath.Join(dir, "notes", "kubecon-na-2019"), 0o755))
	for i := range noteCount {
		b.must(os.WriteFile(filepath.Join(dir, "notes", "kubecon-na-2019", fmt.Sprintf("n%d.md", i)), []byte(note(i)), 0o644))
	}
	b.must(os.WriteFile(filepath.Join(dir, "..", "in1.md"), []byte(strings.ReplaceAll(note(71), "kubecon-na-2019", "kubecon-eu-2018")), 0o644))
	b.must(os.WriteFile(filepath.Join(dir, "..", "in2.md"), []byte(note(72)), 0o644))
	b.must(os.WriteFile(filepath.Join(dir, "..", "editor"), []byte("#!/bin/sh\nfor f; do :; done\nprintf '## Added\\n\\nBy hand.\\n' >> \"$f\"\n"), 0o755))
	b.must(os.WriteFile(filepath.Join(dir, "takeaway.yaml"), []byte(settings), 0o644))
	b.must(os.MkdirAll(filepath.Join(dir, "..", "other", "notes"), 0o755)) // a shelf without notes
	for _, args := range [][]string{{"init"}, {"tag", "+first", "--yes", "--", "conf:kubecon-na-2019"}, {"search", "mesh"}} {
		if out, code := b.run(dir, args...); code != 0 {
			b.t.Fatalf("%v: %d %s", args, code, out)
		}
	}
	for name, text := range foreigners {
		file := filepath.Join(dir, filepath.FromSlash(name))
		b.must(errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)))
	}
	return dir
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// run runs a command in this process.
func (b *bench) run(dir string, args ...string) (string, int) { return command(dir, args...) }

func command(dir string, args ...string) (string, int) {
	var out, errs bytes.Buffer
	env := environment(dir)
	io := cli.IO{In: strings.NewReader(""), Out: &out, Err: &errs, Dir: dir, Now: time.Now, Notes: notes.FS,
		Env: func(key string) string { return env[key] }}
	code := cli.Main(context.Background(), args, io)
	if code != 0 {
		out.WriteString(errs.String())
	}
	return out.String(), code
}

func environment(dir string) map[string]string {
	home := filepath.Join(dir, "..", "home")
	return map[string]string{"EDITOR": filepath.Join(dir, "..", "editor"), "HOME": home, "XDG_CACHE_HOME": filepath.Join(home, "cache"), "TAKEAWAY_SHELL": "torture"}
}

// start runs a command in a process of its own, with bad luck.
func start(dir, luck string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = dir
	for key, value := range environment(dir) {
		cmd.Env = append(cmd.Env, key+"="+value)
	}
	if luck == "" {
		luck = "none:0"
	}
	cmd.Env = append(cmd.Env, disturbance+"="+luck, "TMPDIR="+filepath.Dir(dir))
	return cmd
}

// state is the content of each note by path.
func (b *bench) state(dir string) map[string]string {
	b.t.Helper()
	all := map[string]string{}
	root := filepath.Join(dir, "notes")
	b.must(filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		all[rel] = string(data)
		return err
	}))
	return all
}

// writers are the commands that are disturbed.
var writers = [][]string{
	{"tag", "+everywhere", "--all", "--yes"},
	{"tag", "+one", "--yes", "--", "kubecon-na-2019/n1"},
	{"tag", "rename", "first", "second", "--yes"},
	{"undo"},
	{"ingest", "../in1.md", "../in2.md"},
	{"new", "kubecon-eu-2019", "A new note", "--no-edit"},
	{"index", "rebuild"},
	{"search", "mesh", "--save", "mine"},
	{"edit", "kubecon-na-2019/n2"},
	{"init"},
	{"shelf", "add", "other", "../other"},
}

// judge compares what a disturbed command left with what was there before and with what it leaves undisturbed. done
// says that the command ended well, and what it did must be there.
func (b *bench) judge(what, dir string, before, after map[string]string, done bool) {
	now := b.state(dir)
	report := func(kind string, count *int, path string) {
		*count++
		b.t.Errorf("%s: %s: %s", what, kind, path)
	}
	for path := range merged(before, after, now) {
		have, is := now[path]
		old, was := before[path]
		next, willBe := after[path]
		switch {
		case done && (have != next || is != willBe):
			report("not as it was reported", &b.score.lost, path)
		case !is && was && willBe:
			report("lost", &b.score.lost, path)
		case is && (!was || have != old) && (!willBe || have != next):
			report("half written", &b.score.half, path)
		}
	}
	b.answers(what, dir, now)
	for name, text := range foreigners {
		if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(data) != text {
			report("a foreign file was touched", &b.score.foreign, name)
		}
	}
}

func merged(all ...map[string]string) map[string]bool {
	out := map[string]bool{}
	for _, m := range all {
		for k := range m {
			out[k] = true
		}
	}
	return out
}

// questions are asked of every library that is left.
var questions = [][]string{
	{"search", "mesh", "-o", "id", "--limit", "50"}, {"search", "word3", "-o", "id"}, {"list", "takeaways", "-n", "0", "-o", "id"}, {"list", "tags", "-n", "0", "-o", "csv"},
}

// answers compares the answers of a library with those of a new one that has the same notes.
func (b *bench) answers(what, dir string, now map[string]string) {
	b.n++
	same := filepath.Join(b.tmp, fmt.Sprint(b.n), "lib")
	b.must(errors.Join(os.MkdirAll(same, 0o755), os.WriteFile(filepath.Join(same, "takeaway.yaml"), []byte(settings), 0o644)))
	for path, text := range now {
		file := filepath.Join(same, "notes", path)
		b.must(errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)))
	}
	for _, q := range questions {
		got, code := b.run(dir, q...)
		want, right := b.run(same, q...)
		if sorted(got) != sorted(want) || code != right {
			b.score.wrong++
			b.t.Errorf("%s: %v answers %d\n%s\nnot %d\n%s", what, q, code, got, right, want)
		}
	}
	b.must(os.RemoveAll(filepath.Dir(same)))
}

func sorted(lines string) string {
	list := strings.Split(lines, "\n")
	slices.Sort(list)
	return strings.Join(list, "\n")
}

// expected is what a writer leaves undisturbed.
func (b *bench) expected(args []string) (before, after map[string]string) {
	dir := b.fresh()
	before = b.state(dir)
	if out, code := b.run(dir, args...); code != 0 {
		b.t.Fatalf("%v: %d %s", args, code, out)
	}
	after = b.state(dir)
	b.must(os.RemoveAll(filepath.Dir(dir)))
	return before, after
}

// TestTorture disturbs commands in every way and ends with one line.
func TestTorture(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	b := &bench{t: t, tmp: t.TempDir(), random: rand.New(rand.NewPCG(*seed, 0))}
	type pair struct{ before, after map[string]string }
	known := map[int]pair{}
	for i := range *runs {
		w := b.random.IntN(len(writers))
		if _, ok := known[w]; !ok {
			before, after := b.expected(writers[w])
			known[w] = pair{before, after}
		}
		dir := b.fresh()
		name := strings.Join(writers[w], " ")
		before, after := known[w].before, known[w].after
		kind := i % 6
		if writers[w][0] == "edit" && kind == 2 {
			kind = 0 // an editor goes on when the program that started it ends, and may write after the look at the notes
		}
		switch kind {
		case 0, 1, 5:
			luck := fmt.Sprintf("%s:%d", []string{"kill", "full", 5: "bare"}[kind], 1+b.random.IntN(70))
			err := start(dir, luck, writers[w]...).Run()
			b.judge(luck+" "+name, dir, before, after, err == nil)
		case 2:
			b.signal(dir, name, writers[w], before, after)
		case 3:
			b.cut(dir, name, writers[w], before, after)
		case 4:
			what := b.damage(dir)
			b.judge(what, dir, before, before, true)
		}
		b.must(os.RemoveAll(filepath.Dir(dir)))
	}
	updates, answers := b.crowd()
	s := b.score
	fmt.Printf("torture: %d runs, %d answers beside %d updates, seed %d: %d lost, %d half written, %d wrong answers, %d foreign files touched\n",
		*runs, answers, updates, *seed, s.lost, s.half, s.wrong, s.foreign)
}

// signal sends a signal at a random moment.
func (b *bench) signal(dir, name string, args []string, before, after map[string]string) {
	kind := []os.Signal{syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM}[b.random.IntN(3)]
	wait := time.Duration(b.random.IntN(150)) * time.Millisecond
	cmd := start(dir, "", args...)
	b.must(cmd.Start())
	time.AfterFunc(wait, func() { _ = cmd.Process.Signal(kind) })
	err := cmd.Wait()
	b.judge(fmt.Sprintf("%v after %v: %s", kind, wait, name), dir, before, after, err == nil)
}

// cut cuts the power before a random step of a command, and when it has ended.
func (b *bench) cut(dir, name string, args []string, before, after map[string]string) {
	disk, stop, err := powercut.Watch(dir)
	b.must(err)
	disk.Trust = func(path string) bool { return strings.HasSuffix(path, ".zap") } // bleve syncs its segments
	left := int64(1 + b.random.IntN(60))
	var steps atomic.Int64
	var one sync.Mutex
	cuts := map[string]bool{} // folder, and whether the command had ended
	take := func(done bool) {
		one.Lock()
		defer one.Unlock()
		for _, random := range []*rand.Rand{nil, b.random} {
			b.n++
			to := filepath.Join(b.tmp, fmt.Sprint(b.n), "lib")
			b.must(os.MkdirAll(filepath.Join(filepath.Dir(to), "other", "notes"), 0o755))
			b.must(disk.Cut(to, random))
			cuts[to] = done
		}
	}
	disk.Before = func(durable.Op) error {
		if steps.Add(1) == left {
			take(false)
		}
		return nil
	}
	_, code := b.run(dir, args...)
	take(code == 0)
	stop()
	for to, done := range cuts {
		b.judge(fmt.Sprintf("power cut at step %d (ended: %v): %s", left, done, name), to, before, after, done)
		b.must(os.RemoveAll(filepath.Dir(to)))
	}
}

// damage harms one file of the index.
func (b *bench) damage(dir string) string {
	var files []string
	b.must(filepath.WalkDir(filepath.Join(dir, "index"), func(path string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if _, foreign := foreigners[filepath.ToSlash(rel)]; err == nil && e.Type().IsRegular() && !foreign && !strings.Contains(rel, "undo") {
			files = append(files, path)
		}
		return err
	}))
	file := files[b.random.IntN(len(files))]
	data, err := os.ReadFile(file)
	b.must(err)
	kind := []string{"cut", "emptied", "zeroed", "flipped", "removed", "longer"}[b.random.IntN(6)]
	at := 0
	if len(data) > 0 {
		at = b.random.IntN(len(data))
	}
	switch kind {
	case "cut":
		data = data[:at]
	case "emptied":
		data = nil
	case "zeroed":
		clear(data[at:])
	case "flipped":
		if len(data) > 0 {
			data[at] ^= 1 << b.random.IntN(8)
		}
	case "longer":
		data = append(data, "garbage"...)
	}
	b.must(os.Remove(file))
	if kind != "removed" {
		b.must(os.WriteFile(file, data, 0o600))
	}
	rel, _ := filepath.Rel(dir, file)
	return kind + " " + rel
}

// crowd runs 32 readers beside 4 writers, which tag a note each, and counts lost updates and wrong answers.
func (b *bench) crowd() (updates, answers int64) {
	const readers, writers = 32, 4
	dir := b.fresh()
	var wrong, lost, done, asked atomic.Int64
	var all sync.WaitGroup
	end := time.Now().Add(*crowd)
	want, _ := command(dir, "search", "word5", "-o", "id")
	for range readers {
		all.Go(func() {
			for time.Now().Before(end) {
				if got, code := command(dir, "search", "word5", "-o", "id"); got != want || code != 0 {
					wrong.Add(1)
					b.t.Errorf("a reader is told %d %s, not %s", code, got, want)
				}
				asked.Add(1)
			}
		})
	}
	for w := range writers {
		all.Go(func() {
			for i := 0; time.Now().Before(end); i++ {
				tag := fmt.Sprintf("+w%d-%d", w, i)
				if out, code := command(dir, "tag", tag, "--yes", "--", fmt.Sprintf("kubecon-na-2019/n%d", w)); code == 0 {
					done.Add(1)
				} else if code != 4 { // another command was writing for too long: it says so
					lost.Add(1)
					b.t.Errorf("%s: %d %s", tag, code, out)
				}
			}
		})
	}
	all.Wait()
	now, tags := b.state(dir), 0
	for w := range writers {
		tags += strings.Count(now[fmt.Sprintf("kubecon-na-2019/n%d.md", w)], fmt.Sprintf("w%d-", w))
	}
	if int64(tags) != done.Load() {
		lost.Add(done.Load() - int64(tags))
		b.t.Errorf("%d updates were reported, %d are there", done.Load(), tags)
	}
	b.score.lost += int(lost.Load())
	b.score.wrong += int(wrong.Load())
	return done.Load(), asked.Load()
}
