"""zhicheng (职称): the casework of giving professional titles.

The story, in the order in which it happens and in which packages may import each other (later may look back, never ahead):

``kernel``        words without a domain: choice, refusal, clock, partial date, working days, audit
``staff``         who works here and who may do what
``policy``        a year of the notice as data: window, routes, requirements, materials, calendar
``letter``        what the office writes: the words that were sent, kept; PDF and Word from them
``intake``        a file comes in: applicant, employer, career, submission, rounds, attachments, the map of all moves
``integrity``     who told an untruth, and until when that bars the next level
``checks``        what a machine can decide: a frozen dossier in, findings out; handing in runs them
``review``        what a first person thinks: pass, decline, or return for correction within 48 hours
``decision``      what a second person decides; batches as legal acts
``certificate``   the paper that is no paper: number, rendering, signature, revocation
``verification``  what a stranger may learn
``plan``          one verb over many submissions, with a dry run and a receipt
``exchange``      case files and spreadsheets, in and out
``backup``        all of it in one sealed file, and back

``admin``, ``web`` and ``commands`` are the doors on top. Nothing below them knows the web or reads the clock, and no verb
commits: a door opens ``database.transaction`` and closes it.
"""
