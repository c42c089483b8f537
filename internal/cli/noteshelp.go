package cli

const helpNotes = `A note is a file in notes/: Markdown, text or YAML, in any folder. Markdown has one heading a takeaway:

  ---
  title: "KubeCon NA 2019: ten takeaways"
  authors: [Daniel Bryant]
  conference: kubecon-na-2019
  date: 2019-11-25
  ---
  ## Vendors have moved higher up the stack
  #vendor-landscape #platform-engineering

  Text in Markdown…

Front matter, all of it optional; keys that takeaway does not know stay as they are:

  title          the title of the write-up
  authors        who wrote it; takeaway set author="Jane Doe" -- NOTE writes it
  conference     the id of the edition, or a name that means one
  date           2019-11-25, 2019-11 or 2019
  source         the address of the original
  tags           tags of the whole write-up; a topic goes to the takeaways that bear it out
  perspective    practitioner, vendor, maintainer or organiser: from where the author looks
  digest: true   the note retells a write-up in other words than its author's
  infer: false   the tags are complete: none is added
  talk           {title, speakers, video}: the whole note is about one talk
  transcript: true   what was said on a stage, with times: ## [00:12:34] Lead of the passage

A line of hashtags under a heading holds the takeaway's own tags, under any name of their topics; -#edge rejects one.
Topics that the text shows are added while it is read, and marked ~: takeaway tag why shows the words.
A list under the tags says which talk a takeaway is about: "- Talk: Title" and "- Speaker: Name, Company", or
"- Said by: Name" where the talk is not known.

YAML has the same keys and takeaways: [{title, tags, talk: {title, speakers, org, video, slides}, body}].

What is written otherwise is read as well as can be: blogs, numbered lists, bold lines as headings, no headings.
takeaway check is strict where everything else is lenient; --fix mends what it safely can.
An edit by takeaway changes only the lines that it must, and takeaway undo takes it back.`

const helpLimits = `What is refused, each with an error that names the file and the limit:

  8 MiB          a note, a document, a page, an answer of a server
  10,000         pieces of a document
  10             redirects of an address
  30 seconds     for one address; --timeout sets another time
  http, https    nothing else is fetched, and nothing at all unless an address was typed

An address that you type may lead into your own network; a redirect from outside may not. Link-local addresses, where
clouds keep credentials, are never fetched. Control and escape sequences in notes never reach a terminal.

A run of ingest is one change: all of its notes are written, or none; Ctrl-C keeps what was read by then. Nothing
deletes a note but takeaway undo, which takes back what made it.

What counts as moving: a topic has to change by more than chance makes in nine of ten cases, by the words of three
authors. Shares of fewer than 25 takeaways or 3 independent authors are small samples, marked ~. Co-authors of one
write-up are one voice.`
