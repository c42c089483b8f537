package query

// Help documents the language for people: at most 60 lines of at most 80 columns.
const Help = `The language of searches

Type words. The best takeaways have all of them, most must be there, and the
order does not matter:

  service mesh latency            words; names of topics, projects, people
                                  and conferences among them are recognised;
  gitops since 2019               so are times (in before after last year)
  "progressive delivery"          these words side by side
  "cost clusters"~5               the same with up to 5 other words between
  kube*                           words that begin so (two letters or more)
  ebpf -windows                   without the word; also NOT windows
  canary OR rollout               either one; OR joins its two neighbours
  multi-tenancy (vcluster OR namespaces)
  @storage -etcd                  a search saved with --save storage

AND may be written between words and changes nothing. OR, AND and NOT are
capitals; in lower case they are words, and +OR or "OR" is the word. The shell
eats quotes, parentheses and stars: put single quotes around such a search.

A field looks in one place and must match:

  tag:gitops                      topic or tag       (also topic: t:)
  conf:kubecon-na-2019            edition            (conference: event: c:)
  series:kubecon-eu               all its editions
  region:na                       where it took place
  author:bryant                   who wrote it       (by: a:)
  speaker:"liz rice"              who gave the talk
  org:"red hat"                   where a speaker of the talk works (company:)
  talk:cilium                     title of the talk
  project:argo-cd                 named technology   (proj:)
  title: heading: text:           write-up, takeaway, and its text (body:)
  lang:de                         language           (language:)
  path:kubecon-na-2019            file under notes/  (file:)
  id:3f9c2ab                      ID, or its beginning
  kind:intro                      takeaway intro outro boilerplate container
                                  passage
  is:inferred                     own inherited inferred tagged untagged,
                                  or a kind
  has:speaker                     talk speaker author date source conference
                                  tags project

Several values: tag:gitops,edge or tag:(gitops OR edge); all of them:
tag:(gitops edge). Without one: -tag:edge. A value with blanks needs quotes, and
tag:service* takes every value that begins so.

Dates are years, months or days, and both ends of a range count:

  year:2019   year:2018..2020   year:>=2019   2018..2020
  date:2019-11   date:2019-05..2019-11   date:2019-05..   date:"may 2019"
  since:2019-05   until:2019      from its beginning, to its end
  after:2019   before:2019        from 2020, to 2018
  since:2y  since:6months  since:yesterday  since:"last year"
                                  (d, w, m and y are days to years)

Together:

  takeaway search '"service mesh" (linkerd OR istio) -tag:edge since:2y'
  takeaway search 'autoscaling by:"Jane Doe" year:2021..'`
