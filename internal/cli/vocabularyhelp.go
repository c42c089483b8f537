package cli

const helpVocabulary = `Tags are topics of a vocabulary, or any words of your own. takeaway comes with 62 topics and 539
projects (takeaway list tags --all, takeaway list projects --all) and the words that show them. It
looks for these words in each takeaway and tags it; takeaway show ID shows the words behind a tag.

A library can change the vocabulary: vocabulary.yaml beside notes/, in git like the notes, adds topics and
projects, changes them and hides those you do not want:

  topics:
    - id: data-platform             # what people type: tag:data-platform
      name: Data platforms
      parent: databases             # tag:databases finds it too; "none" takes a parent away
      aliases: [data mesh]          # other names, also in queries; they count most
      strong: [lakehouse]           # words that show the topic
      weak: [warehouse, lake]       # words that hint at it, beside a word of context
      context: [data, query]
      case: [ETL]                   # as strong and weak, in exactly this spelling
      weak_case: []
      negative: [warehouse robot]   # looks like the topic and is not
    - id: gitops
      strong: [pull-request driven] # added to the built-in words
      remove: [push-is-deploy]      # built-in words that are to count no longer
    - {id: edge, hidden: true}      # never found, not listed
  projects:
    - id: acme-deployer
      name: Acme Deployer
      aliases: [AcmeD]
      topics: [gitops]              # topics of everything about it
      topics_weak: [ci-cd]          # what it hints at
      ambiguity: medium             # its name is also an ordinary word (low, medium, high): a word of
      context: [deploy]             # context has to be near

  people:
    - name: Jane Doe                # one person, and one voice, under all of these names; spellings that
      aliases: [jdoe42, Jane Smith] # differ in accents, capitals or titles need no entry

  words:                            # of search; takeaway comes with some 400 such lines
    same: [lakehouse lakehaus]      # words for one thing, the one that the others mean first
    joined: ["datamesh: data mesh"] # one name, and the ways to write it (semicolons between them)
    near: [lakehouse warehouse]     # say nearly the same: found too, further down, labelled synonym

An entry needs only an id, a person a name. Where the built-in vocabulary has it, single values replace its own and lists
are added to it. A topic with "occasion: true" (community, conference-experience, keynote) says what
brought a write-up about: as a tag of a whole write-up it holds only for takeaways whose words show it.

A changed file takes effect with the next command, which reads all notes again. An entry with a mistake
is left out and the rest holds; the command says so and ends with exit code 3. takeaway check
vocabulary.yaml lists every mistake as file:line:col.`
