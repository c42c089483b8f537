package cli

const helpLibraries = `A library is a folder with notes/ in it. A command uses, in this order,

  1. the folder that --library names; builtin names the notes that came with the program
  2. the folder in $TAKEAWAY_LIBRARY, or builtin
  3. the nearest folder upwards that holds notes/ and takeaway.yaml (takeaway init makes them)
  4. your default: the folder in the one line of ~/.config/takeaway/library. The first takeaway init writes it
  5. $XDG_DATA_HOME/takeaway, or ~/.local/share/takeaway, if it has notes/
  6. the notes that came with the program, read-only

Beside a library there are shelves: other libraries that are read and never written to. Every command that reads
answers from all of them together: ranks, counts and shares are those of one library with all the notes. What
comes from a shelf says so ("shelf builtin"; builtin:PATH; the field shelf), and builtin:PATH is a name that
commands take.

  --own               your library alone
  --shelf NAME        one shelf alone; repeat for several, own is your library
  --library builtin   the notes that came with the program alone

takeaway.yaml lists the shelves. builtin is on unless it says off. A folder of notes without a takeaway.yaml
is read by itself; takeaway init there makes it a library.

  format: 1
  shelves:
    team: https://github.com/example/kubecon-notes.git
    anna: ../anna/kubecon
    builtin: off

takeaway shelf add, list, update and remove write these lines. A shelf from git is a shallow copy in
~/.local/share/takeaway/shelves, fetched by shelf add and shelf update alone. The notes of a shelf are data: nothing of
it is run, its index, its vocabulary and its own shelves are not looked at. A note that two of them have (the same
bytes, or at the same path another version of it: of the same source, or with title and authors the same) is
there once: yours, or that of the shelf which is listed first.

The index stands in index/ beside notes/, or in the user's cache folder where that cannot be written or
holds files of something else: index/.gitignore or index/CURRENT tell. Those of shelves are in the cache folder.
takeaway.yaml belongs into git with the notes: by it a clone is a library, too.
The index can be deleted at any time; the next command makes it anew. Only two things go with it: the originals
that takeaway undo restores, in index/undo/, and the numbers of the last result list of each shell, in
index/lists/. Set $TAKEAWAY_SHELL to name the shell where there is no terminal, such as in an editor.

Saved searches are in searches.yaml beside notes/, one name and query a line; keep it in git.`

const helpEnvironment = `Variables that commands look at. Flags win over them.

  TAKEAWAY_LIBRARY   the library to use, as --library names it
  TAKEAWAY_SHELVES   off leaves the shelves out, as --own does
  TAKEAWAY_SHELL     a name for the shell whose numbers of the last list count, where the terminal
                     does not tell: in editors, in scripts
  TAKEAWAY_PAGER     the pager for long output; PAGER if it is not set, less if that is not set either.
                     An empty one turns paging off
  LESS               options of less; FRX if it is not set
  LESSCHARSET        the characters of less; utf-8 if it is not set
  VISUAL, EDITOR     the editor of new and edit
  BROWSER            the browser of open, or several separated by colons; %s stands for the address
  NO_COLOR           anything in it turns colours off: https://no-color.org
  CLICOLOR           0 turns colours off
  CLICOLOR_FORCE     anything but 0 turns them on, in pipes too: https://bixense.com/clicolors
  COLORFGBG          a light background, as some terminals tell it
  GLAMOUR_STYLE      light is for a light background
  TERM               dumb prints plain lines
  XDG_CONFIG_HOME    where the line with your default library is; ~/.config if it is not set
  XDG_DATA_HOME      where a library may be, and copies of shelves are; ~/.local/share if it is not set
  XDG_CACHE_HOME     where indexes are that cannot be beside their notes; ~/.cache if it is not set
  HOME               your home folder
  APPDATA, LOCALAPPDATA
                     the same on Windows

git, which fetches shelves, reads its own: git help git lists them. GIT_TERMINAL_PROMPT is always 0.`
